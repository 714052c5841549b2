/** Log records. */
import { atLeast, choice } from './kinds.ts';
import { setting } from './setting.ts';

export const logSettings = {
  logs: setting('OTEL_LOGS_EXPORTER', 'otlp', choice('otlp', 'none'), 'Whether log records are exported.'),
  logDelayMs: setting(
    'OTEL_BLRP_SCHEDULE_DELAY',
    1000,
    atLeast(1),
    'Longest wait of a log record before it is spooled.',
  ),
} as const;
