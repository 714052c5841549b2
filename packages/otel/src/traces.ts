/** Spans: redacted, batched, spooled. */
import { TraceFlags } from '@opentelemetry/api';
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import { Batcher } from './batcher.ts';
import type { Config } from './config.ts';
import type { Recording } from './metrics/recording.ts';
import type { Pipeline, Source } from './pipeline.ts';
import type { Redactor } from './privacy/redactor.ts';

/** A processor that brings sampled spans into the pipeline. */
export function createSpanProcessor(
  pipeline: Pipeline,
  redactor: Redactor,
  recording: Pick<Recording, 'spanEnded'>,
  config: Config,
): SpanProcessor & Source {
  const batcher = new Batcher<ReadableSpan>(config.spanDelayMs, config.spanBatchSize, (spans) =>
    pipeline.putItems('traces', spans, JsonTraceSerializer),
  );
  return {
    onStart: () => {},
    onEnd: (span) => {
      if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return;
      redactor.span(span);
      recording.spanEnded(span);
      batcher.add(span);
    },
    spool: () => batcher.flush(),
    end: () => batcher.end(),
    forceFlush: async () => batcher.flush(),
    shutdown: async () => batcher.flush(),
  };
}
