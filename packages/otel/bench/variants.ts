/** What is compared: the same service bare, with OpenTelemetry's own distribution, and with ours. */
import { join } from 'node:path';

const service = join(import.meta.dirname, 'service', 'service.cjs');

export interface Variant {
  readonly name: string;
  /** Arguments of node. */
  readonly args: readonly string[];
}

const preloading = (module: string) => ['--require', module, service];

export const variants: readonly Variant[] = [
  { name: 'bare Node', args: [service] },
  { name: 'stock register', args: preloading('@opentelemetry/auto-instrumentations-node/register') },
  { name: '@mordomo/otel', args: preloading('@mordomo/otel') },
];

/** Spans, metrics and logs on for everybody, to the same sink. */
export const environmentFor = (sink: string, spoolDir: string): Readonly<Record<string, string>> => ({
  OTEL_SERVICE_NAME: 'measured',
  OTEL_EXPORTER_OTLP_ENDPOINT: sink,
  OTEL_TRACES_EXPORTER: 'otlp',
  OTEL_METRICS_EXPORTER: 'otlp',
  OTEL_LOGS_EXPORTER: 'otlp',
  // Stock detectors would ask the metadata services of clouds.
  OTEL_NODE_RESOURCE_DETECTORS: 'env,host,process',
  MORDOMO_SPOOL_DIR: spoolDir,
  MORDOMO_METRICS_SERVER: 'none',
});
