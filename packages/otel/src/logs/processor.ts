/** Log records of whatever source: bounded, redacted, batched, spooled. */
import { JsonLogsSerializer } from '@opentelemetry/otlp-transformer';
import type { LogRecordProcessor, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { Batcher } from '../batcher.ts';
import type { Config } from '../config.ts';
import type { Pipeline, Source } from '../pipeline.ts';
import type { Redactor } from '../privacy/redactor.ts';
import type { LogGate } from './gate.ts';

/** A processor that brings log records into the pipeline. */
export function createLogProcessor(
  pipeline: Pipeline,
  redactor: Redactor,
  gate: LogGate,
  config: Config,
): LogRecordProcessor & Source {
  const batcher = new Batcher<ReadableLogRecord>(config.logDelayMs, config.logBatchSize, (records) =>
    pipeline.putItems('logs', records, JsonLogsSerializer),
  );
  const spool = (): void => {
    gate.report();
    batcher.flush();
  };
  return {
    onEmit: (record) => {
      if (!gate.admits(record.severityNumber)) return;
      gate.take(charactersOf(record));
      redactor.logRecord(record);
      batcher.add(record);
    },
    spool,
    end: () => {
      gate.report();
      batcher.end();
    },
    forceFlush: async () => spool(),
    shutdown: async () => spool(),
  };
}

/** About how much text a record holds; nested values hardly matter. */
const charactersOf = ({ body, attributes }: ReadableLogRecord): number =>
  [body, ...Object.values(attributes)].reduce<number>(
    (sum, value) => sum + (typeof value === 'string' ? value.length : 0),
    0,
  );
