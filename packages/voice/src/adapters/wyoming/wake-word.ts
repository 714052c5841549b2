import { now } from '../../clock.ts';
import { recordStage } from '../../stage.ts';
import type { TurnOptions } from '../../turn-options.ts';
import { openTurn, type Turn } from '../../turn.ts';
import { secondsOf, type Audio } from '../audio.ts';
import { EngineError } from '../engine-error.ts';
import { attributesOf, type EngineNames } from '../transcribing.ts';
import { audioChunk, audioStart } from './audio-events.ts';
import { Connection, type WyomingServer } from './connection.ts';

export interface WakeWordSettings extends WyomingServer, EngineNames {
  /** The wake words to listen for, as the server names them. Default: all that it has. */
  readonly names?: readonly string[];
  /** Samples per second of the microphone. Default: 16000. */
  readonly rate?: number;
}

/** The wake word was heard. Times are milliseconds since the epoch. */
export interface Detection {
  /** As the server names it; the engine’s if it does not. */
  readonly name: string;
  /** When the piece of audio began in which the engine heard it: the protocol does not tell where the word began. */
  readonly startTime: number;
  readonly detectedTime: number;
  /** Opens the turn, with its stage `wake` and the milestone. The protocol tells no score. */
  openTurn(options: Omit<TurnOptions, 'startTime'>): Turn;
}

export interface WakeWord {
  /** Takes what the microphone heard next. Ignored once the server is gone: `detections` says that. */
  hear(samples: Int16Array): void;
  /** Each detection. To be read once. @throws EngineError where the server cannot be reached, goes away, or hangs */
  readonly detections: AsyncIterable<Detection>;
  close(): void;
}

/** Bytes that may wait to be sent: about half a minute of audio, which no server that works lets come together. */
const mostBacklog = 1024 * 1024;
/** How long it is remembered when audio was heard: longer than any engine needs to find the word in it. */
const rememberedMs = 30_000;

/** A wake word server that speaks Wyoming, such as openWakeWord; connects at once. */
export function wyomingWakeWord(settings: WakeWordSettings): WakeWord {
  const { engine, names, rate = 16_000 } = settings;
  // It may well be silent for days: how long it may be is never asked.
  const connection = new Connection(`The wake word engine ${engine}`, settings, Infinity);
  connection.send({ type: 'detect', data: names === undefined ? {} : { names } }, audioStart(rate));
  const heard = new HeardAudio(rate);
  let isClosed = false;
  async function* detections(): AsyncIterable<Detection> {
    try {
      for await (const { type, data } of connection.events(false))
        if (type === 'detection') yield detection(settings, data?.['name'], heard.startOf(data?.['timestamp']));
    } catch (error) {
      if (!isClosed) throw error;
    }
  }
  return {
    hear(samples) {
      connection.send(audioChunk({ samples, rate }, heard.add(samples)));
      if (connection.backlog < mostBacklog) return;
      const message = `The wake word engine ${engine} takes no audio any more: start it again.`;
      connection.giveUp(new EngineError('EngineTimeout', message));
    },
    detections: detections(),
    close() {
      isClosed = true;
      connection.close();
    },
  };
}

function detection(settings: EngineNames, name: unknown, startTime: number): Detection {
  const detectedTime = now();
  return {
    name: typeof name === 'string' ? name : settings.engine,
    startTime,
    detectedTime,
    openTurn(options) {
      const turn = openTurn({ ...options, startTime });
      turn.mark('wake_detected', detectedTime);
      const attributes = { ...attributesOf(settings), 'voice.device': options.device };
      recordStage('wake', { startTime, endTime: detectedTime, context: turn.context, attributes });
      return turn;
    },
  };
}

/** When which part of the stream was heard. */
class HeardAudio {
  readonly #rate: number;
  #positionMs = 0;
  #pieces: { readonly positionMs: number; readonly startTime: number }[] = [];

  constructor(rate: number) {
    this.#rate = rate;
  }

  /** Notes audio that was heard until now. @returns where in the stream it begins, in milliseconds */
  add(samples: Int16Array): number {
    const positionMs = Math.round(this.#positionMs);
    const durationMs = 1000 * secondsOf({ samples, rate: this.#rate } satisfies Audio);
    this.#pieces.push({ positionMs, startTime: now() - durationMs });
    this.#positionMs += durationMs;
    const forgotten = this.#pieces.findIndex((piece) => piece.positionMs > positionMs - rememberedMs);
    if (forgotten > 0) this.#pieces.splice(0, forgotten);
    return positionMs;
  }

  /** When that piece of audio began; now, if the server does not say which. */
  startOf(positionMs: unknown): number {
    return this.#pieces.find((piece) => piece.positionMs === positionMs)?.startTime ?? now();
  }
}
