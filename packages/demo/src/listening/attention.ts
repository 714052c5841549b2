/** The house attends to one request: the open turn, from the wake word to the end of the reply. */
import type { Outcome } from '@mordomo/semconv';
import { justAfter, openTurn, recordStage, type Turn } from '@mordomo/voice';
import type { Context } from '@opentelemetry/api';
import type { Heard } from './ear.ts';

/** A reply that takes longer than this will not come. */
const timeoutMs = 25_000;

type Wake = Extract<Heard, { kind: 'wake' }>;
type Utterance = Extract<Heard, { kind: 'utterance' }>;

export interface EndedTurn {
  readonly traceId: string;
  readonly context: Context;
  readonly outcome: Outcome;
}

export class Attention {
  readonly #turn: Turn;
  readonly #wake: Wake;
  readonly #timer: NodeJS.Timeout;
  readonly #onEnd: (ended: EndedTurn) => void;
  #isBusy = false;
  #isOver = false;

  constructor(device: string, engine: string, wake: Wake, onEnd: (ended: EndedTurn) => void) {
    this.#wake = wake;
    this.#onEnd = onEnd;
    this.#turn = openTurn({ device, startTime: wake.onset });
    this.#timer = setTimeout(() => this.end('timeout'), timeoutMs);
    this.#turn.mark('wake_detected', wake.detected);
    recordStage('wake', {
      startTime: wake.onset,
      endTime: wake.detected,
      context: this.context,
      attributes: { 'voice.engine': engine, 'voice.device': device, 'voice.wake.score': wake.score },
    });
  }

  get context(): Context {
    return this.#turn.context;
  }

  /** Says which messages belong to this turn. */
  get traceId(): string {
    return this.#turn.traceId;
  }

  /** True once the user has spoken and the house works on the answer. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** The user has said what they wanted. */
  listened({ speechEnded, decided }: Utterance): void {
    this.#isBusy = true;
    this.#turn.mark('speech_ended', speechEnded);
    this.#turn.mark('endpoint_decided', decided);
    const startTime = justAfter(this.#wake.detected);
    recordStage('listen', { startTime, endTime: decided, context: this.context });
  }

  firstAudio(at: number): void {
    this.#turn.mark('playback_started', at);
  }

  /** Ends the turn; a second call does nothing. */
  end(outcome: Outcome): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#turn.end(outcome);
    this.#onEnd({ traceId: this.#turn.traceId, context: this.context, outcome });
  }
}
