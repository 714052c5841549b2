/** Log records. */
import { atLeast, flag, listOf, milliseconds } from './kinds.ts';
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
  logsPerSecond: setting(
    'MORDOMO_LOGS_PER_SECOND',
    2000,
    atLeast(1),
    'Log lines that are exported per second, five times as many at once. What is beyond is counted and not exported, warnings and errors last.',
  ),
  logsConsole: setting(
    'MORDOMO_LOGS_CONSOLE',
    false,
    flag,
    'Whether what is written with `console` is exported too, and has the ids of its span in the line.',
  ),
} as const;
