/** How the service reaches the collector, so that the doctor can ask it in the same way. */
import { signals, type Signal } from './signals.ts';

export interface Destination {
  /** Such as `http://localhost:4318/v1/traces`. */
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The file with the authority that is trusted, where Node's own are not. */
  readonly certificate?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Adds to the addresses what `OTEL_EXPORTER_OTLP_*` says about headers and certificates, for all signals and for one.
 * They are not in the status of telemetry, since headers hold secrets.
 */
export function destinationsOf(
  addresses: Readonly<Partial<Record<Signal, string>>>,
  environment: Environment,
): Partial<Record<Signal, Destination>> {
  return Object.fromEntries(
    signals.flatMap((signal) => {
      const address = addresses[signal];
      return address === undefined ? [] : [[signal, destination(signal, address, environment)]];
    }),
  );
}

function destination(signal: Signal, address: string, environment: Environment): Destination {
  const read = (name: string) => [
    environment[`OTEL_EXPORTER_OTLP_${name}`],
    environment[`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_${name}`],
  ];
  const headers = read('HEADERS').map((written) => headersIn(written));
  const certificate = read('CERTIFICATE').findLast((file) => file);
  return { address, headers: Object.assign({}, ...headers), ...(certificate && { certificate }) };
}

/** `key=value` pairs, percent-encoded; what is none has been told by the service itself. */
const headersIn = (written = ''): Record<string, string> =>
  Object.fromEntries(
    [...written.matchAll(/(?:^|,)\s*([^=,\s]+)\s*=\s*([^,]*)/g)].map(([, name = '', value = '']) => [
      name,
      decoded(value.trim()),
    ]),
  );

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
