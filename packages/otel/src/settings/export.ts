/** Where telemetry goes. */
import { anUrl, choice } from './kinds.ts';
import { setting } from './setting.ts';

/** Endpoint, headers, compression and timeout are read by the stock exporters themselves. */
export const exportSettings = {
  protocol: setting('OTEL_EXPORTER_OTLP_PROTOCOL', 'http/json', choice('http/json'), 'How telemetry is encoded.'),
  endpoint: setting('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://localhost:4318', anUrl, 'Where telemetry is sent.'),
} as const;
