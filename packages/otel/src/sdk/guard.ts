/**
 * What a service hands to the API may throw when it is read: a getter, a proxy, an error with a mind of its own. The SDK
 * reads it in the middle of the service's code, which must not hear of that.
 */
import { INVALID_SPAN_CONTEXT, trace, type LoggerProvider, type Span, type TracerProvider } from '@opentelemetry/api';
import { reasonOf, sayAtMost } from '../diagnostics.ts';

type Method = (this: unknown, ...given: never[]) => unknown;

const spanMethods = [
  'setAttribute',
  'setAttributes',
  'addEvent',
  'addLink',
  'addLinks',
  'setStatus',
  'updateName',
  'recordException',
  'end',
] as const satisfies readonly (keyof Span)[];

/** Guards every tracer and logger of the SDK, and every span. */
export function guardSdk(tracerProvider: TracerProvider, loggerProvider: LoggerProvider): void {
  const scope = '@mordomo/otel';
  let areSpansGuarded = false;
  // Their class is not exported: it is met with the first span.
  const guardSpans = (span: Span): void => {
    if (areSpansGuarded || !span.isRecording()) return;
    areSpansGuarded = true;
    for (const method of spanMethods) guard(span, method, itself);
  };
  guard(tracerProvider.getTracer(scope), 'startSpan', standInForActiveSpan, guardSpans);
  guard(loggerProvider.getLogger(scope), 'emit', () => {});
}

/** Does not record; whatever is made below it hangs below the span that is active. */
export const standInForActiveSpan = (): Span =>
  trace.wrapSpanContext(trace.getActiveSpan()?.spanContext() ?? INVALID_SPAN_CONTEXT);

/** Methods of spans can be chained. */
function itself(this: unknown): unknown {
  return this;
}

/** Guards a method of an object's class. @param watch is shown what it returns. */
function guard(object: object, name: string, instead: Method, watch?: (result: Span) => void): void {
  const prototype = Object.getPrototypeOf(object) as object;
  const method = Reflect.get(prototype, name) as Method;
  const guarded: Method = function guarded(...given) {
    try {
      const result = method.apply(this, given);
      watch?.(result as Span);
      return result;
    } catch (error) {
      sayAtMost(`guard ${name}`, 60_000, `Telemetry is incomplete: ${name}() failed (${reasonOf(error)}).`);
      return instead.call(this);
    }
  };
  Reflect.set(prototype, name, guarded);
}
