/** The demo voice house as a process: its owner speaks to it over Node's IPC channel, and it ends with its owner. */
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { StackError } from './errors.ts';

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

/** What the owner sends. */
export type HouseRequest = { readonly type: 'speak'; readonly request: SpokenRequest } | { readonly type: 'stop' };

/** What the house answers. */
export type HouseEvent =
  | { readonly type: 'progress'; readonly text: string }
  | { readonly type: 'ready'; readonly services: readonly HouseService[] }
  | { readonly type: 'turn'; readonly turn: HeardTurn }
  | { readonly type: 'failed'; readonly message: string };

export interface House {
  readonly services: readonly HouseService[];
  /** Says something and waits for the reply's end. @throws StackError with one sentence when there is none */
  speak(request: SpokenRequest): Promise<HeardTurn>;
  stop(): Promise<void>;
}

/**
 * Starts the house and waits until all its services can be spoken to.
 * @throws StackError with one sentence if it cannot start
 */
export async function openHouse(options: HouseOptions, onProgress: (text: string) => void): Promise<House> {
  const child = fork(houseEntry(), [JSON.stringify(options)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const next = events(child, onProgress);
  const started = await next();
  if (started.type !== 'ready')
    throw new StackError('The demo house did not say that it is ready; it answered out of turn.');
  return {
    services: started.services,
    speak: async (request) => {
      child.send({ type: 'speak', request } satisfies HouseRequest);
      const answer = await next();
      if (answer.type !== 'turn') throw new StackError('The demo house answered out of turn; start it again.');
      return answer.turn;
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.send({ type: 'stop' } satisfies HouseRequest);
      await new Promise((resolve) => child.once('exit', resolve));
    },
  };
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
function events(child: ChildProcess, onProgress: (text: string) => void) {
  type Answer = Exclude<HouseEvent, { type: 'progress' } | { type: 'failed' }>;
  return () =>
    new Promise<Answer>((resolve, reject) => {
      const onExit = () => reject(new StackError('The demo house ended unexpectedly; its last words are above.'));
      const onMessage = (event: HouseEvent) => {
        if (event.type === 'progress') return onProgress(event.text);
        child.off('message', onMessage).off('exit', onExit);
        if (event.type === 'failed') reject(new StackError(event.message));
        else resolve(event);
      };
      child.on('message', onMessage).once('exit', onExit);
    });
}
