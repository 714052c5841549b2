/** The house's NATS bus: which subjects there are, and what travels on them. */
import { outcomes, type Outcome } from '@mordomo/semconv';
import { publish as publishTraced } from '@mordomo/instrumentation-nats';
import { headers, type Msg, type NatsConnection } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { turnContext } from '@mordomo/voice';
import { INVALID_TRACEID, type Context } from '@opentelemetry/api';
import { toBytes } from './audio/pcm.ts';

/** Events as JSON. Audio travels as bytes, see `audioSubjects`. */
export interface Events {
  /** wake-word → core-api: a turn has begun. */
  'voice.turn.started': { readonly device: string };
  /** whisper-asr → brain: what was understood; empty text if nothing was. */
  'voice.transcript': { readonly text: string; readonly confidence: number };
  /** brain → tts: the next sentence of the reply, or that there is none left and how the turn went. */
  'voice.sentence': Sentence | EndOfReply;
  /** player → wake-word: first audio was played; all audio was played. Times are milliseconds since the epoch. */
  'voice.playback':
    | { readonly state: 'started'; readonly at: number }
    | { readonly state: 'ended'; readonly outcome: Outcome };
  /** any service → wake-word: it could not do its part, so this turn cannot be answered. */
  'voice.failed': { readonly service: string };
  /** wake-word → everyone: the turn is over. */
  'voice.turn.ended': { readonly traceId: string; readonly outcome: Outcome };
}

interface Sentence {
  readonly kind: 'sentence';
  readonly index: number;
  readonly text: string;
}

interface EndOfReply {
  readonly kind: 'end';
  readonly outcome: Outcome;
}

export const audioSubjects = {
  /** microphone → wake-word: 20 ms frames, without headers: far too many to trace one by one. */
  microphone: 'audio.microphone',
  /** wake-word → whisper-asr, speaker-id: the whole utterance. */
  utterance: 'voice.utterance',
  /** tts → player: the audio of one sentence; no bytes at all mean that the reply is complete. */
  speech: 'voice.speech',
} as const;

/** Header of the last `voice.speech` message: the outcome to report once everything was played. */
const outcomeHeader = 'Mordomo-Outcome';

/** Connects to NATS; reconnects for ever, since a house outlives its bus. */
export const connectBus = (name: string, url: string): Promise<NatsConnection> =>
  connect({ servers: url, name, maxReconnectAttempts: -1, reconnectTimeWait: 500 });

/** Publishes an event of the turn. What it causes hangs under the turn, not under the sender's stage. */
export function announce<Subject extends keyof Events>(
  bus: NatsConnection,
  subject: Subject,
  event: Events[Subject],
  context: Context = turnContext(),
): void {
  publishTraced(bus, subject, JSON.stringify(event), context);
}

/** Reads an event; the subject says of which type. */
export const eventOf = <Subject extends keyof Events>(_subject: Subject, message: Msg): Events[Subject] =>
  message.json<Events[Subject]>();

/**
 * The turn that a message belongs to, by its trace id. What is late from one turn must not be taken for the next. Reads
 * the header itself: the house knows no telemetry, and services work without it, when all turns have the same id.
 */
export const traceIdOf = (message: Msg): string => message.headers?.get('traceparent').split('-')[1] ?? INVALID_TRACEID;

/** Publishes audio of the turn. */
export const announceAudio = (
  bus: NatsConnection,
  subject: (typeof audioSubjects)[keyof typeof audioSubjects],
  audio: Int16Array,
  context: Context = turnContext(),
): void => publishTraced(bus, subject, toBytes(audio), context);

/** Says that the reply is complete, on the subject of its audio: another subject would overtake it. */
export function announceEndOfSpeech(bus: NatsConnection, outcome: Outcome): void {
  const carrier = headers();
  carrier.set(outcomeHeader, outcome);
  publishTraced(bus, audioSubjects.speech, '', turnContext(), carrier);
}

/** The outcome if the message is the end of the speech. */
export const endOfSpeech = (message: Msg): Outcome | undefined =>
  outcomes.find((outcome) => outcome === message.headers?.get(outcomeHeader));
