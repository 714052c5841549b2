/** The house attends to one request: the open turn, from the wake word to the end of the reply. */
import type { Outcome } from '@mordomo/semconv';
import { justAfter, now, openTurn, recordStage, type Turn, type TurnLink } from '@mordomo/voice';
import { INVALID_TRACEID, type Context } from '@opentelemetry/api';
import { randomUUID } from 'node:crypto';
import type { TurnTag } from '../bus.ts';
import type { Heard } from './ear.ts';

type Wake = Extract<Heard, { kind: 'wake' }>;
type Utterance = Extract<Heard, { kind: 'utterance' }>;

/** Who called the house, and how. */
export interface Call {
  readonly device: string;
  /** The engine that heard the wake word. */
  readonly engine: string;
  readonly wake: Wake;
  readonly conversation: string;
  readonly links: readonly TurnLink[];
}

/** How long it may take until a reply that was interrupted is silent. */
const silenceMs = 1_000;

export class Attention implements TurnTag {
  readonly device: string;
  readonly conversation: string;
  readonly #turn: Turn;
  readonly #wake: Wake;
  readonly #patienceMs: number;
  readonly #onEnd: (outcome: Outcome) => void;
  readonly #ownId = randomUUID();
  #timer: NodeJS.Timeout;
  #interruptedAt: number | undefined;
  #isOver = false;

  /** @param patienceMs after which a reply will not come */
  constructor(
    { device, engine, wake, conversation, links }: Call,
    patienceMs: number,
    onEnd: (outcome: Outcome) => void,
  ) {
    this.device = device;
    this.conversation = conversation;
    this.#wake = wake;
    this.#patienceMs = patienceMs;
    this.#onEnd = onEnd;
    this.#turn = openTurn({ device, startTime: wake.onset, conversation, links });
    this.#timer = this.#endAfter(patienceMs, 'timeout');
    this.#turn.mark('wake_detected', wake.detected);
    recordStage('wake', {
      startTime: wake.onset,
      endTime: wake.detected,
      context: this.context,
      attributes: { 'voice.engine': engine, 'voice.device': device, 'voice.wake.score': wake.score },
    });
  }

  /** Which turn a message is about: its trace id or, where nobody traces, another random name. */
  get id(): string {
    return this.traceId === INVALID_TRACEID ? this.#ownId : this.traceId;
  }

  get traceId(): string {
    return this.#turn.traceId;
  }

  get context(): Context {
    return this.#turn.context;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** The user has said what they wanted; from now on they wait. */
  listened({ speechEnded, decided }: Utterance): void {
    clearTimeout(this.#timer);
    this.#timer = this.#endAfter(this.#patienceMs, 'timeout');
    this.#turn.mark('speech_ended', speechEnded);
    this.#turn.mark('endpoint_decided', decided);
    this.#listenedUntil(decided);
  }

  /** The user said nothing after the wake word. */
  heardNothing(): void {
    this.#listenedUntil(now());
    this.end('no_speech');
  }

  playbackStarted(at: number): void {
    this.#turn.mark('playback_started', at);
  }

  playbackEnded(at: number, outcome: Outcome): void {
    this.#turn.mark('playback_ended', at);
    this.end(this.#interruptedAt === undefined ? outcome : 'interrupted');
  }

  /** The user speaks into the reply: the turn ends when it is silent. */
  interrupt(at: number): void {
    this.#interruptedAt ??= at;
    clearTimeout(this.#timer);
    this.#timer = this.#endAfter(silenceMs, 'interrupted');
  }

  /** Ends the turn; a second call does nothing. */
  end(outcome: Outcome): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#turn.end(outcome, this.#interruptedAt === undefined ? {} : { interruptedAt: this.#interruptedAt });
    this.#onEnd(outcome);
  }

  #listenedUntil(endTime: number): void {
    const startTime = justAfter(this.#wake.detected);
    recordStage('listen', {
      startTime,
      endTime,
      context: this.context,
      attributes: { 'voice.device': this.device },
    });
  }

  #endAfter(milliseconds: number, outcome: Outcome): NodeJS.Timeout {
    return setTimeout(() => this.end(outcome), milliseconds);
  }
}
