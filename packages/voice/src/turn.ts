/** The turn: one root span that stays open from the wake word to the end of the reply. */
import { attributes as key, logEvents, metrics, spans, type Milestone, type Outcome } from '@mordomo/semconv';
import { INVALID_TRACEID, ROOT_CONTEXT, SpanKind, SpanStatusCode, type Context } from '@opentelemetry/api';
import { now } from './clock.ts';
import { record } from './instruments.ts';
import { closeLedger, openLedger } from './ledger.ts';
import { emit } from './log.ts';
import { telemetryIsOn } from './switched-on.ts';
import { tracer } from './tracer.ts';
import { contextOfTurn } from './turn-context.ts';
import { usableEnd, usableOutcome, usableTurn, type TurnEnd, type TurnOptions } from './turn-options.ts';
import { recordTurn, summaryOf } from './turn-summary.ts';

/** An open turn, in the process that opened it. */
export interface Turn {
  /** What hand-overs carry, and what stages of this turn run in. */
  readonly context: Context;
  /** All zeros where telemetry is off. */
  readonly traceId: string;
  /** Notes that a milestone was reached; the first time counts. @param time milliseconds since the epoch, default now */
  mark(milestone: Milestone, time?: number): void;
  /** Ends the turn: root span, latencies, verdict, outcome. A second call does nothing. */
  end(outcome: Outcome, how?: TurnEnd): void;
}

const nobodyListens: Turn = { context: ROOT_CONTEXT, traceId: INVALID_TRACEID, mark: () => {}, end: () => {} };

/** Opens a turn. What cannot be used of the options is left out, and said in a sentence. */
export function openTurn(options: TurnOptions): Turn {
  if (!telemetryIsOn()) return nobodyListens;
  const { device, startTime, conversation, links } = usableTurn(options);
  const about = { 'voice.device': device, ...(conversation && { 'gen_ai.conversation.id': conversation }) } as const;
  const span = tracer().startSpan(
    spans.turn.name,
    { kind: SpanKind.INTERNAL, startTime, attributes: about, links, root: true },
    ROOT_CONTEXT,
  );
  const context = contextOfTurn(span);
  const ledger = openLedger(context, startTime);
  record(metrics.wakeWordDetections, 1, { device }, context);
  emit(logEvents.turnStarted, { 'voice.device': device }, context);
  let isOpen = true;
  return {
    context,
    traceId: span.spanContext().traceId,
    mark: (milestone, time = now()) => ledger.mark(milestone, time),
    end(how, more) {
      if (!isOpen) return;
      isOpen = false;
      closeLedger(context);
      const outcome = usableOutcome(how);
      const { error, interruptedAt } = usableEnd(more, startTime);
      const endTime = Math.max(now(), startTime);
      const summary = summaryOf({ device, outcome, startTime, interruptedAt }, ledger);
      span.setAttributes(summary.attributes);
      if (error !== undefined) {
        span.setAttribute(key.errorType.key, error.name);
        span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
      }
      recordTurn(summary, context);
      emit(logEvents.turnEnded, { ...about, ...summary.attributes }, context, endTime);
      span.end(endTime);
    },
  };
}
