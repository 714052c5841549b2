/** Standard variables that are checked like all others, but change nothing here. */
import { atLeast, milliseconds } from './kinds.ts';
import { setting, type Setting } from './setting.ts';

const queue = 'No queue is in memory: a full batch is written to disk at once.';
const timeout = 'A batch is written to disk, which does not wait; sending has `OTEL_EXPORTER_OTLP_TIMEOUT`.';

export const settingsWithoutEffect: readonly Setting<number>[] = [
  setting('OTEL_BSP_MAX_QUEUE_SIZE', 2048, atLeast(1), queue),
  setting('OTEL_BSP_EXPORT_TIMEOUT', 30_000, milliseconds(0), timeout),
  setting('OTEL_BLRP_MAX_QUEUE_SIZE', 2048, atLeast(1), queue),
  setting('OTEL_BLRP_EXPORT_TIMEOUT', 30_000, milliseconds(0), timeout),
];
