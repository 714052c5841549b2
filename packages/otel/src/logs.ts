/** Log records: batched, spooled. */
import { JsonLogsSerializer } from '@opentelemetry/otlp-transformer';
import type { LogRecordProcessor, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { Batcher } from './batcher.ts';
import type { Pipeline } from './pipeline.ts';

/** A processor that brings log records into the pipeline. */
export function createLogProcessor(pipeline: Pipeline, delayMs: number): LogRecordProcessor & { flush: () => void } {
  const batcher = new Batcher<ReadableLogRecord>(delayMs, (records) =>
    pipeline.putItems('logs', records, JsonLogsSerializer),
  );
  return {
    onEmit: (record) => batcher.add(record),
    flush: () => batcher.flush(),
    forceFlush: async () => batcher.flush(),
    shutdown: async () => batcher.flush(),
  };
}
