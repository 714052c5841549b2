/**
 * The HTTP instrumentations end a span and record its duration in the next statement, without saying of which span. The
 * active context does not tell either: undici calls back in the context that once opened the connection. The span that
 * the instrumentation ended last is the one that was measured.
 */
import { ROOT_CONTEXT, trace, type Context, type SpanContext } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

const measuring = new Set(['@opentelemetry/instrumentation-http', '@opentelemetry/instrumentation-undici']);

export class EndedSpans {
  readonly #latest = new Map<string, SpanContext>();

  /** Notes a sampled span that has just ended. */
  note(span: ReadableSpan): void {
    const { name } = span.instrumentationScope;
    if (measuring.has(name)) this.#latest.set(name, span.spanContext());
  }

  /** The context of the span that the instrumentation of this name has just ended, once. */
  take(instrumentation: string): Context | undefined {
    const span = this.#latest.get(instrumentation);
    if (span === undefined) return undefined;
    this.#latest.delete(instrumentation);
    return trace.setSpanContext(ROOT_CONTEXT, span);
  }
}
