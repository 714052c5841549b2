/** Spans. */
import { atLeast, choice } from './kinds.ts';
import { setting } from './setting.ts';

export const traceSettings = {
  traces: setting('OTEL_TRACES_EXPORTER', 'otlp', choice('otlp', 'none'), 'Whether spans are exported.'),
  spanDelayMs: setting('OTEL_BSP_SCHEDULE_DELAY', 1000, atLeast(1), 'Longest wait of a span before it is spooled.'),
} as const;
