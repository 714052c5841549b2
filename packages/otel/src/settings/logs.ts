/** Log records. */
import { atLeast, listOf, milliseconds } from './kinds.ts';
import { setting } from './setting.ts';

export const logSettings = {
  logs: setting<readonly ('otlp' | 'console')[]>(
    'OTEL_LOGS_EXPORTER',
    ['otlp'],
    listOf('otlp', 'console'),
    'Where log records go.',
  ),
  logDelayMs: setting(
    'OTEL_BLRP_SCHEDULE_DELAY',
    1000,
    milliseconds(1),
    'Longest wait of a log record before it is spooled, in milliseconds.',
  ),
  logBatchSize: setting('OTEL_BLRP_MAX_EXPORT_BATCH_SIZE', 512, atLeast(1), 'So many records are spooled at once.'),
} as const;
