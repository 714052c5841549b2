/** The house's NATS bus: which subjects there are, and what travels on them. */
import { outcomes, type Outcome } from '@mordomo/semconv';
import { contextOf } from '@mordomo/instrumentation-nats/consume';
import { headers, type Msg, type NatsConnection, type Payload } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import type { StageReport } from '@mordomo/voice';
import { context, type Context } from '@opentelemetry/api';
import { toBytes } from './audio/pcm.ts';

/** Events as JSON. Audio travels as bytes, see `audioSubjects`. Times are milliseconds since the epoch. */
export interface Events {
  /** wake-word → core-api: a turn has begun. */
  'voice.turn.started': { readonly device: string };
  /** whisper-asr → brain: what was understood; empty text if nothing was. */
  'voice.transcript': { readonly text: string; readonly confidence: number };
  /** speaker-id → brain: whether the voice is one of the household. */
  'voice.speaker': { readonly isKnown: boolean };
  /** brain → tts: the next sentence of the reply, or that there is none left and how the turn went. */
  'voice.sentence': Sentence | EndOfReply;
  /** player → wake-word: first audio was played; all audio was played, or as much as the user let it. */
  'voice.playback':
    | { readonly state: 'started'; readonly at: number }
    | { readonly state: 'ended'; readonly at: number; readonly outcome: Outcome };
  /** wake-word → everyone: the user speaks into the reply; nobody wants the rest of it. */
  'voice.interrupted': { readonly at: number };
  /** any service → wake-word: it could not do its part, so this turn cannot be answered. */
  'voice.failed': { readonly service: string };
  /** any service → wake-word, where the turn was opened: what a stage did. */
  'voice.stage': StageReport;
  /** wake-word → everyone: the turn is over. */
  'voice.turn.ended': { readonly traceId: string; readonly outcome: Outcome };
  /** core-api → speaker-id: a user said who spoke. */
  'house.speaker_feedback': { readonly device: string; readonly isRight: boolean };
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
  /** microphone → wake-word: 20 ms frames, one subject per device, without headers: far too many to trace one by one. */
  microphone: 'audio.microphone.*',
  /** wake-word → whisper-asr, speaker-id: the whole utterance. */
  utterance: 'voice.utterance',
  /** tts → player: the audio of one sentence; no bytes at all mean that the reply is complete. */
  speech: 'voice.speech',
} as const;

/** What a device's microphone publishes on. */
export const microphoneSubject = (device: string): string => audioSubjects.microphone.replace('*', device);
export const deviceOf = (message: Msg): string => message.subject.split('.')[2] ?? '';

/** The turn that a message is about: goes along with all that it causes. The house does not need telemetry to know it. */
export interface TurnTag {
  readonly id: string;
  readonly device: string;
  readonly conversation: string;
  /** Of the turn, for telemetry. */
  readonly context: Context;
}

const tagHeaders = { id: 'Mordomo-Turn', device: 'Mordomo-Device', conversation: 'Mordomo-Conversation' } as const;
/** Of the last `voice.speech` message: the outcome to report once everything was played. */
const outcomeHeader = 'Mordomo-Outcome';

/** Connects to NATS; reconnects for ever, since a house outlives its bus. */
export const connectBus = (name: string, url: string): Promise<NatsConnection> =>
  connect({ servers: url, name, maxReconnectAttempts: -1, reconnectTimeWait: 500 });

export const turnOf = (message: Msg): TurnTag => ({
  id: message.headers?.get(tagHeaders.id) ?? '',
  device: message.headers?.get(tagHeaders.device) ?? '',
  conversation: message.headers?.get(tagHeaders.conversation) ?? '',
  context: contextOf(message),
});

/** The instrumentation of NATS sends the active context along: what the message causes hangs under the turn. */
function send(bus: NatsConnection, subject: string, payload: Payload, turn: TurnTag, outcome?: Outcome): void {
  const carrier = headers();
  carrier.set(tagHeaders.id, turn.id);
  carrier.set(tagHeaders.device, turn.device);
  carrier.set(tagHeaders.conversation, turn.conversation);
  if (outcome !== undefined) carrier.set(outcomeHeader, outcome);
  context.with(turn.context, () => bus.publish(subject, payload, { headers: carrier }));
}

/** Publishes an event of the turn. What it causes hangs under the turn, not under the sender's stage. */
export const announce = <Subject extends keyof Events>(
  bus: NatsConnection,
  subject: Subject,
  event: Events[Subject],
  turn: TurnTag,
): void => send(bus, subject, JSON.stringify(event), turn);

/** Publishes audio of the turn. */
export const announceAudio = (
  bus: NatsConnection,
  subject: (typeof audioSubjects)['utterance' | 'speech'],
  audio: Int16Array,
  turn: TurnTag,
): void => send(bus, subject, toBytes(audio), turn);

/** Says that the reply is complete, on the subject of its audio: another subject would overtake it. */
export const announceEndOfSpeech = (bus: NatsConnection, outcome: Outcome, turn: TurnTag): void =>
  send(bus, audioSubjects.speech, '', turn, outcome);

/** Reads an event; the subject says of which type. */
export const eventOf = <Subject extends keyof Events>(_subject: Subject, message: Msg): Events[Subject] =>
  message.json<Events[Subject]>();

/** The outcome if the message is the end of the speech. */
export const endOfSpeech = (message: Msg): Outcome | undefined =>
  outcomes.find((outcome) => outcome === message.headers?.get(outcomeHeader));
