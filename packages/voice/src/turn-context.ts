/**
 * How everything that belongs to a turn finds it: the W3C trace state of the turn’s spans names the span of the turn. Trace
 * state is inherited by every span below and travels with every `traceparent`, over NATS, HTTP or whatever carries trace
 * context, so that a stage finds its turn behind any number of hand-overs and of spans that are not ours.
 */
import { spans } from '@mordomo/semconv';
import {
  context as contextApi,
  createTraceState,
  isValidSpanId,
  ROOT_CONTEXT,
  trace,
  type Context,
  type Span,
} from '@opentelemetry/api';
import { usableContext } from './usable.ts';

const member = spans.turnTraceStateMember;

/** The context of a turn whose span has just been started. */
export function contextOfTurn(span: Span): Context {
  const { traceId, spanId, traceFlags } = span.spanContext();
  const traceState = createTraceState(`${member}=${spanId}`);
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, traceState });
}

/** The id of the turn’s span, from within the turn. */
export function turnSpanId(context: Context): string | undefined {
  const id = trace.getSpanContext(context)?.traceState?.get(member);
  return id !== undefined && isValidSpanId(id) ? id : undefined;
}

/**
 * The turn’s own context, from within any of its stages: what hand-overs carry and what stages hang under.
 * Outside a turn it is the given context unchanged.
 */
export function turnContext(from: Context = contextApi.active()): Context {
  const context = usableContext(from);
  const spanContext = trace.getSpanContext(context);
  const spanId = turnSpanId(context);
  if (spanContext === undefined || spanId === undefined || spanId === spanContext.spanId) return context;
  return trace.setSpanContext(context, { ...spanContext, spanId });
}
