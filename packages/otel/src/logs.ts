/** Log records: redacted, batched, spooled. */
import type { AnyValue } from '@opentelemetry/api';
import { JsonLogsSerializer } from '@opentelemetry/otlp-transformer';
import type { LogRecordProcessor, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { Batcher } from './batcher.ts';
import type { Config } from './config.ts';
import type { Pipeline } from './pipeline.ts';
import { redactUrl } from './redact.ts';

/** A processor that brings log records into the pipeline. */
export function createLogProcessor(pipeline: Pipeline, config: Config): LogRecordProcessor & { flush: () => void } {
  const batcher = new Batcher<ReadableLogRecord>(config.logDelayMs, config.logBatchSize, (records) =>
    pipeline.putItems('logs', records, JsonLogsSerializer),
  );
  return {
    onEmit: (record) => {
      const request = record.attributes['req'];
      if (hasUrl(request)) record.setAttribute('req', { ...request, url: redactUrl(request.url) });
      batcher.add(record);
    },
    flush: () => batcher.flush(),
    forceFlush: async () => batcher.flush(),
    shutdown: async () => batcher.flush(),
  };
}

/** Fastify and pino-http log the request as `req`. */
const hasUrl = (request: AnyValue): request is Record<string, AnyValue> & { url: string } =>
  typeof request === 'object' && request !== null && 'url' in request && typeof request.url === 'string';
