/** Exporters of a configuration file. Whatever is exported goes through the spool, so each signal has one receiver. */
import type { OtlpHttpMetricExporterConfigModel } from '@opentelemetry/configuration';
import type { Signal } from '../otlp/signals.ts';
import { chosen, type Translation } from './translation.ts';

/** Notes the exporter of a signal; metrics have some more options. */
export function translateExporter(to: Translation, signal: Signal, path: string, exporter: object): void {
  const [kind, options] = chosen(exporter);
  const exporters = `OTEL_${signal.toUpperCase()}_EXPORTER`;
  const known = to.variables[exporters]?.split(',') ?? [];
  if (kind === 'console' && !known.includes('console')) return to.add(exporters, ['console']);
  if (kind !== 'otlp_http' || known.includes('otlp')) return to.reject(path, { [kind]: options });
  to.add(exporters, ['otlp']);
  translateOtlp(to, signal, `${path}.${kind}`, options);
}

function translateOtlp(
  to: Translation,
  signal: Signal,
  path: string,
  options: NonNullable<OtlpHttpMetricExporterConfigModel>,
): void {
  const { endpoint, tls, headers, headers_list, compression, timeout, encoding, ...further } = options;
  const { temporality_preference, default_histogram_aggregation, ...rest } = further;
  const variable = (suffix: string): string => `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_${suffix}`;
  const { ca_file, key_file, cert_file, ...otherTls } = tls ?? {};
  to.set(variable('ENDPOINT'), endpoint);
  to.set(variable('COMPRESSION'), compression);
  to.set(variable('TIMEOUT'), timeout);
  to.set(variable('PROTOCOL'), encoding ? `http/${encoding}` : undefined);
  to.set(variable('CERTIFICATE'), ca_file);
  to.set(variable('CLIENT_KEY'), key_file);
  to.set(variable('CLIENT_CERTIFICATE'), cert_file);
  to.set(variable('TEMPORALITY_PREFERENCE'), temporality_preference?.replace('_', ''));
  // Those of the list come first: the last of a name counts.
  if (headers_list) to.add(variable('HEADERS'), [headers_list]);
  const pairs = headers?.filter(({ value }) => value !== null) ?? [];
  if (pairs.length > 0) {
    const written = pairs.map(({ name, value }) => `${name}=${encodeURIComponent(String(value))}`);
    to.add(variable('HEADERS'), written);
  }
  to.reject(`${path}.tls`, otherTls);
  to.reject(path, { ...rest, ...unlessExplicit(default_histogram_aggregation) });
}

const unlessExplicit = (aggregation: string | null | undefined): object =>
  aggregation === 'explicit_bucket_histogram' ? {} : { default_histogram_aggregation: aggregation };
