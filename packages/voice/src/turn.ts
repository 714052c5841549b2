/** The turn: one root span that stays open from the wake word to the end of the reply. */
import { attributes as key, logEvents, metrics, spans, type Milestone, type Outcome } from '@mordomo/semconv';
import {
  INVALID_TRACEID,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Link,
  type SpanContext,
} from '@opentelemetry/api';
import { now } from './clock.ts';
import { record } from './instruments.ts';
import { closeLedger, openLedger } from './ledger.ts';
import { emit } from './log.ts';
import { telemetryIsOn } from './switched-on.ts';
import { tracer } from './tracer.ts';
import { contextOfTurn } from './turn-context.ts';
import { recordTurn, summaryOf } from './turn-summary.ts';

/** Another turn that this one has to do with. Two turns are two traces, and a link is all that joins them. */
export interface TurnLink {
  readonly to: Pick<Turn, 'context'>;
  /** `interrupts`: it speaks into the other’s reply. `follows`: same conversation. `duplicates`: same wake word. */
  readonly as: 'interrupts' | 'follows' | 'duplicates';
}

export interface TurnOptions {
  readonly device: string;
  /** When the user began to say the wake word, in milliseconds since the epoch. Default: now. */
  readonly startTime?: number;
  /** A random name that all turns of a conversation share. */
  readonly conversation?: string;
  readonly links?: readonly TurnLink[];
}

export interface TurnEnd {
  /** Why the turn failed. Its message becomes the span’s status: it must not hold what was said. */
  readonly error?: Error;
  /** With `interrupted`: when the wake word that interrupted was detected, in milliseconds since the epoch. */
  readonly interruptedAt?: number;
}

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

/** Opens a turn. */
export function openTurn({ device, startTime = now(), conversation, links = [] }: TurnOptions): Turn {
  if (!telemetryIsOn()) return nobodyListens;
  const about = { 'voice.device': device, ...(conversation && { 'gen_ai.conversation.id': conversation }) } as const;
  const span = tracer().startSpan(
    spans.turn.name,
    { kind: SpanKind.INTERNAL, startTime, attributes: about, links: links.flatMap(spanLink), root: true },
    ROOT_CONTEXT,
  );
  const context = contextOfTurn(span);
  const ledger = openLedger(context);
  record(metrics.wakeWordDetections, 1, { device }, context);
  emit(logEvents.turnStarted, { 'voice.device': device }, context);
  let isOpen = true;
  return {
    context,
    traceId: span.spanContext().traceId,
    mark: (milestone, time = now()) => ledger.mark(milestone, time),
    end(outcome, { error, interruptedAt } = {}) {
      if (!isOpen) return;
      isOpen = false;
      closeLedger(context);
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

function spanLink({ to, as }: TurnLink): Link[] {
  const context: SpanContext | undefined = trace.getSpanContext(to.context);
  return context === undefined ? [] : [{ context, attributes: { [key.link.key]: as } }];
}
