/** The demo voice house as a process: its owner speaks to it over Node's IPC channel, and it ends with its owner. */
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { StackError } from './errors.ts';
import { withOffset } from './ports.ts';
import { requireFreePorts } from './run/port-check.ts';

export interface HouseOptions {
  readonly dataDir: string;
  readonly cacheDir: string;
  /** `speech`: real audio. `scripted`: text stands in for audio, where no speech engine can be had. */
  readonly engine: 'speech' | 'scripted';
  /** `forward`: telemetry goes to the collector. `keep`: it stays in the spool, and nothing is sent. */
  readonly spoolMode: 'forward' | 'keep';
  readonly portOffset: number;
  /** Milliseconds by which stages are made slower: `stt=300,brain=200`. */
  readonly delays: string;
}

/** What is said to the house: a sentence in one of its voices, or a recording. */
export interface SpokenRequest {
  /** The command without the wake word. Default: one that the house knows. */
  readonly say?: string;
  /** One of the engine's voices. */
  readonly voice?: string;
  /** A recording, 16-bit PCM WAV, that begins with the wake word. */
  readonly wav?: string;
}

export interface HeardTurn {
  readonly traceId: string;
  readonly outcome: string;
  /** What the speech-to-text engine understood. */
  readonly transcript: string;
  /** Whether that is what was said; for a recording without `say`: whether anything was understood. */
  readonly transcriptMatched: boolean;
  /** The reply's audio, to listen to; absent if the house said nothing. */
  readonly replyWav?: string;
}

export interface HouseService {
  readonly name: string;
  readonly pid: number;
  /** Where Prometheus scrapes it: `host:port`. */
  readonly metrics: string;
  readonly instance: string;
}

/** What the owner sends; SIGTERM, or the end of the channel, ends the house. */
export interface HouseRequest {
  readonly request: SpokenRequest;
}

/** What the house answers. */
export type HouseEvent =
  | { readonly type: 'progress'; readonly text: string }
  | { readonly type: 'ready'; readonly services: readonly HouseService[] }
  | { readonly type: 'turn'; readonly turn: HeardTurn }
  | { readonly type: 'failed'; readonly message: string };

export interface House {
  readonly services: readonly HouseService[];
  /**
   * Says something and waits for the reply's end; one request at a time. After an error the next one may succeed.
   * @throws StackError with one sentence when there is no reply
   */
  speak(request: SpokenRequest): Promise<HeardTurn>;
  stop(): Promise<void>;
}

/** What a house listens on besides the stack: others' programs may have these ports. */
const listens = (
  [
    ['wakeWordMetrics', 'the metrics of wake-word'],
    ['whisperAsrMetrics', 'the metrics of whisper-asr'],
    ['speakerIdMetrics', 'the metrics of speaker-id'],
    ['ttsEngineMetrics', 'the metrics of tts-engine'],
    ['audioPlayerMetrics', 'the metrics of audio-player'],
    ['brain', 'mordomo-brain'],
    ['coreApi', 'mordomo-core-api'],
    ['languageModel', 'the stand-in for a cloud language model'],
  ] as const
).map(([port, purpose]) => ({ port, purpose }));

/**
 * Starts the house and waits until all its services can be spoken to.
 * @param signal ends the house, also while it starts
 * @throws StackError with one sentence if it cannot start; nothing is left running then
 */
export async function openHouse(
  options: HouseOptions,
  onProgress: (text: string) => void,
  signal?: AbortSignal,
): Promise<House> {
  await requireFreePorts([{ listens }], withOffset(options.portOffset));
  signal?.throwIfAborted();
  const child = fork(houseEntry(), [JSON.stringify(options)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  signal?.addEventListener('abort', stop, { once: true });
  const next = answers(child, ended, onProgress);
  try {
    const started = await next();
    if (started.type !== 'ready') throw new StackError('The demo house answered before it was ready; start it again.');
    return {
      services: started.services,
      speak: async (request) => {
        child.send({ request } satisfies HouseRequest, () => {}); // where it fails, the house has ended
        const answer = await next();
        if (answer.type !== 'turn') throw new StackError('The demo house answered out of turn; start it again.');
        return answer.turn;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The house is part of the repository and is not published. */
function houseEntry(): string {
  const entry = fileURLToPath(new URL('../../demo/src/house/main.ts', import.meta.url));
  if (existsSync(entry)) return entry;
  throw new StackError(
    'The demo house is part of the repository, not of this package; clone the repository to run it.',
  );
}

/** Takes the house's answers one by one; progress goes past, failures are thrown. */
function answers(child: ChildProcess, ended: Promise<void>, onProgress: (text: string) => void) {
  const lastWords = ended.then((): HouseEvent => ({
    type: 'failed',
    message: 'The demo house ended unexpectedly; its last words are above.',
  }));
  return async () => {
    const answered = new Promise<HouseEvent>((resolve) => {
      const onMessage = (event: HouseEvent) => {
        if (event.type === 'progress') return onProgress(event.text);
        child.off('message', onMessage);
        resolve(event);
      };
      child.on('message', onMessage);
    });
    const event = await Promise.race([answered, lastWords]);
    if (event.type === 'failed') throw new StackError(event.message);
    return event;
  };
}
