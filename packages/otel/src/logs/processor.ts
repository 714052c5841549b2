/** Log records of whatever source: bounded, redacted, batched, spooled. */
import type { AnyValue } from '@opentelemetry/api';
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
      redactor.logRecord(record);
      gate.take(charactersOf(record.body) + charactersOf(record.attributes));
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

/** About how much text a value is. The redactor has cut it: it is neither deep nor a circle. */
function charactersOf(value: AnyValue): number {
  if (typeof value === 'string' || value instanceof Uint8Array) return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  return Object.entries(value).reduce((sum, [name, item]) => sum + name.length + charactersOf(item), 0);
}
