/** Metrics, pushed and on `/metrics`. */
import { atLeast, choice, port, text } from './kinds.ts';
import { setting } from './setting.ts';

export const metricSettings = {
  metrics: setting('OTEL_METRICS_EXPORTER', 'otlp', choice('otlp', 'none'), 'Whether metrics are exported and served.'),
  metricIntervalMs: setting('OTEL_METRIC_EXPORT_INTERVAL', 15_000, atLeast(100), 'Time between metric pushes.'),
  metricsServer: setting(
    'MORDOMO_METRICS_SERVER',
    'own',
    choice('own', 'none'),
    '`none` for a service that answers `/metrics` on its own server, with `metricsHandler`.',
  ),
  metricsHost: setting('OTEL_EXPORTER_PROMETHEUS_HOST', '127.0.0.1', text, 'Address of the own `/metrics` server.'),
  metricsPort: setting('OTEL_EXPORTER_PROMETHEUS_PORT', 9464, port, 'Its port; the next free one if it is busy.'),
} as const;
