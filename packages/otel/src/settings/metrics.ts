/** Metrics, pushed and on `/metrics`. */
import { choice, listOf, milliseconds, port, text } from './kinds.ts';
import { setting } from './setting.ts';

export const metricSettings = {
  metrics: setting<readonly ('otlp' | 'prometheus' | 'console')[]>(
    'OTEL_METRICS_EXPORTER',
    ['otlp', 'prometheus'],
    listOf('otlp', 'prometheus', 'console'),
    'Where metrics go: pushed, answered on `/metrics`, printed.',
  ),
  metricIntervalMs: setting(
    'OTEL_METRIC_EXPORT_INTERVAL',
    15_000,
    milliseconds(100),
    'Time between metric pushes, in milliseconds.',
  ),
  metricTimeoutMs: setting(
    'OTEL_METRIC_EXPORT_TIMEOUT',
    15_000,
    milliseconds(1),
    'Longest time that a push may take, in milliseconds; at most the interval.',
  ),
  temporality: setting(
    'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE',
    'cumulative',
    choice('cumulative', 'delta', 'lowmemory'),
    'Whether pushed values count from the start or from the last push. Prometheus takes `cumulative`.',
  ),
  exemplarFilter: setting(
    'OTEL_METRICS_EXEMPLAR_FILTER',
    'trace_based',
    choice('trace_based', 'always_on', 'always_off'),
    'Which recorded values are remembered as exemplars.',
  ),
  metricsServer: setting(
    'MORDOMO_METRICS_SERVER',
    'own',
    choice('own', 'none'),
    '`none` for a service that answers `/metrics` on its own server, with `metricsHandler`.',
  ),
  metricsHost: setting('OTEL_EXPORTER_PROMETHEUS_HOST', '127.0.0.1', text, 'Address of the own `/metrics` server.'),
  metricsPort: setting('OTEL_EXPORTER_PROMETHEUS_PORT', 9464, port, 'Its port; the next free one if it is busy.'),
} as const;
