/** `meter_provider` of a configuration file; its views have no variables and are handed on as they are. */
import type {
  ExperimentalPrometheusMetricExporterConfigModel,
  MeterProviderConfigModel,
  PeriodicMetricReaderConfigModel,
  PullMetricReaderConfigModel,
} from '@opentelemetry/configuration';
import { translateExporter } from './exporters.ts';
import type { Translation } from './translation.ts';

export function translateMetrics(to: Translation, provider: MeterProviderConfigModel | undefined): void {
  if (!provider) return to.set('OTEL_METRICS_EXPORTER', 'none');
  const { readers, views: _views, exemplar_filter, ...rest } = provider;
  for (const [index, { periodic, pull, ...others }] of readers.entries()) {
    const path = `meter_provider.readers[${index}]`;
    if (periodic) translatePush(to, `${path}.periodic`, periodic);
    if (pull) translatePull(to, `${path}.pull`, pull);
    to.reject(path, others);
  }
  to.set('OTEL_METRICS_EXPORTER', 'none');
  to.set('OTEL_METRICS_EXEMPLAR_FILTER', exemplar_filter);
  to.reject('meter_provider', rest);
}

function translatePush(to: Translation, path: string, reader: PeriodicMetricReaderConfigModel): void {
  const { exporter, interval, timeout, ...rest } = reader;
  to.set('OTEL_METRIC_EXPORT_INTERVAL', interval);
  to.set('OTEL_METRIC_EXPORT_TIMEOUT', timeout);
  translateExporter(to, 'metrics', `${path}.exporter`, exporter);
  to.reject(path, rest);
}

function translatePull(to: Translation, path: string, { exporter, ...rest }: PullMetricReaderConfigModel): void {
  const { 'prometheus/development': prometheus, ...others } = exporter;
  to.reject(`${path}.exporter`, others);
  to.reject(path, rest);
  if (prometheus === undefined) return;
  const { host, port, ...options }: NonNullable<ExperimentalPrometheusMetricExporterConfigModel> = prometheus ?? {};
  to.add('OTEL_METRICS_EXPORTER', ['prometheus']);
  to.set('OTEL_EXPORTER_PROMETHEUS_HOST', host);
  to.set('OTEL_EXPORTER_PROMETHEUS_PORT', port);
  to.reject(`${path}.exporter.prometheus/development`, options);
}
