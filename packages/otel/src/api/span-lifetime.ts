/** A span from its start to the end of the work, which may be long after the function that does it has returned. */
import { attributes as names, withoutPersonal } from '@mordomo/semconv';
import {
  context as contextApi,
  INVALID_SPAN_CONTEXT,
  isSpanContextValid,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
} from '@opentelemetry/api';
import { errorType, messageOf } from '../exception.ts';
import { contentIsCaptured } from './content.ts';
import { quietly } from './quietly.ts';

export class SpanLifetime {
  readonly span: Span;
  readonly #context: Context;
  #isOver = false;

  /** Starts a span under the active one. */
  constructor(name: string, attributes: Attributes) {
    this.span = startSpan(name, attributes);
    this.#context = trace.setSpan(contextApi.active(), this.span);
  }

  /** Whether there is anything to follow: false where telemetry is off. */
  get isReal(): boolean {
    return isSpanContextValid(this.span.spanContext());
  }

  /** Runs a part of the work: the span is the active one inside. */
  run<Result>(part: () => Result): Result {
    return contextApi.with(this.#context, part);
  }

  /** Ends the span. Only the first end counts, also when the work itself ended the span. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    quietly(() => {
      if (this.span.isRecording()) this.span.end();
    });
  }

  /** Ends the span with an error. */
  fail(error: unknown): void {
    quietly(() => {
      if (this.#isOver || !this.span.isRecording()) return;
      this.span.recordException(error instanceof Error ? error : { name: errorType(error), message: messageOf(error) });
      this.span.setAttribute(names.errorType.key, errorType(error));
      this.span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(error) });
    });
    this.end();
  }
}

function startSpan(name: string, attributes: Attributes): Span {
  try {
    return trace
      .getTracer('@mordomo/otel')
      .startSpan(name, { attributes: withoutPersonal(attributes, contentIsCaptured) });
  } catch {
    return trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
  }
}
