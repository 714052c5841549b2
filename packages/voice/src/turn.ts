/** The turn: one root span that stays open from the wake word to the end of the reply. */
import { attributes as key, logEvents, metrics, spans, type AttributesOf, type Outcome } from '@mordomo/semconv';
import {
  context as contextApi,
  createContextKey,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
} from '@opentelemetry/api';
import { now } from './clock.ts';
import { record } from './instruments.ts';
import { emit } from './log.ts';

const turnKey = createContextKey('mordomo.voice.turn');

/** Marks the span of `context` as the turn, so that everything below finds it however deep it runs. */
export const asTurn = (context: Context): Context => context.setValue(turnKey, trace.getSpan(context));

/**
 * The turn's own context, from within any of its stages: what hand-overs carry and what stages hang under.
 * Outside a turn it is the given context unchanged.
 */
export function turnContext(context: Context = contextApi.active()): Context {
  const span = context.getValue(turnKey) as Span | undefined;
  return span === undefined ? context : trace.setSpan(context, span);
}

/** When things happened, in milliseconds since the epoch. */
export interface TurnTimes {
  /** The wake word was detected. */
  readonly wakeDetected: number;
  /** The user stopped speaking (not: was found to have stopped). */
  readonly speechEnded?: number;
  /** The first audio of the reply was played. */
  readonly firstAudio?: number;
}

/** An open turn, in the process that opened it. */
export interface Turn {
  readonly context: Context;
  readonly traceId: string;
  /** Ends the turn: root span, latencies, outcome. A second call does nothing. */
  end(outcome: Outcome, times: TurnTimes, error?: Error): void;
}

type TurnAttributes = AttributesOf<typeof spans.turn.attributes>;

/** Opens a turn. @param startTime when the user began to say the wake word, ms since the epoch. */
export function openTurn(about: { readonly device: string; readonly startTime?: number }): Turn {
  const { device, startTime = now() } = about;
  const span = trace
    .getTracer('@mordomo/voice')
    .startSpan(
      spans.turn.name,
      { kind: SpanKind.INTERNAL, startTime, attributes: { [key.device.key]: device }, root: true },
      ROOT_CONTEXT,
    );
  const context = asTurn(trace.setSpan(ROOT_CONTEXT, span));
  record(metrics.wakeWordDetections, 1, { device }, context);
  emit(logEvents.turnStarted, { 'voice.device': device }, context);
  let open = true;
  return {
    context,
    traceId: span.spanContext().traceId,
    end(outcome, times, error) {
      if (!open) return;
      open = false;
      const attributes: TurnAttributes = { ...latencies(device, times, context), 'voice.turn.outcome': outcome };
      span.setAttributes(attributes);
      if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
      record(metrics.turns, 1, { outcome, device }, context);
      emit(logEvents.turnEnded, attributes, context);
      span.end(Math.max(now(), startTime));
    },
  };
}

/** Observes the latencies that this turn has; one that did not happen is absent, never 0. */
function latencies(
  device: string,
  { wakeDetected, speechEnded, firstAudio }: TurnTimes,
  context: Context,
): TurnAttributes {
  if (firstAudio === undefined) return {};
  const wakeToSpeech = (firstAudio - wakeDetected) / 1000;
  record(metrics.wakeToSpeech, wakeToSpeech, { device }, context);
  if (speechEnded === undefined) return { 'voice.turn.wake_to_speech': wakeToSpeech };
  const responseLatency = (firstAudio - speechEnded) / 1000;
  record(metrics.responseLatency, responseLatency, { device }, context);
  return { 'voice.turn.wake_to_speech': wakeToSpeech, 'voice.turn.response_latency': responseLatency };
}
