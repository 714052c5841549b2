/** The demo voice house as a process: its owner speaks to it over Node's IPC channel, and it ends with its owner. */
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { StackError } from './errors.ts';
import { HouseChannel } from './house-channel.ts';
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
  /** Which of the house's devices it is said to. Default: the one in the kitchen. */
  readonly device?: string;
  /** Without the wake word in front. */
  readonly isBare?: boolean;
  /** A recording, 16-bit PCM WAV, that begins with the wake word. */
  readonly wav?: string;
}

/** What is made to go wrong; everything else goes well. */
export interface HouseFaults {
  /** Milliseconds by which stages are made slower. */
  readonly delays?: Readonly<Record<string, number>>;
  /** Milliseconds for which services do nothing before they take up the next event. */
  readonly stalls?: Readonly<Record<string, number>>;
  /** How long the house works on a reply before it gives up, in milliseconds. */
  readonly patienceMs?: number;
  /** How many requests the cloud model refuses (429) before the next one is answered. */
  readonly refusals?: number;
  /** How many of its answers break off in their middle after that. */
  readonly brokenAnswers?: number;
  /** Services that do not run. */
  readonly down?: readonly string[];
}

/** When things were heard on the house's bus, in milliseconds since the epoch: a stopwatch that knows no telemetry. */
export interface Moments {
  /** The last sound of the request went into the microphone. */
  readonly soundEnded?: number;
  readonly woken?: number;
  readonly utterance?: number;
  readonly speaker?: number;
  readonly transcript?: number;
  readonly firstSentence?: number;
  readonly lastSentence?: number;
  readonly firstSpeech?: number;
  readonly playbackStarted?: number;
  readonly playbackEnded?: number;
  readonly ended?: number;
}

export interface HeardTurn {
  readonly traceId: string;
  readonly device: string;
  readonly outcome: string;
  /** What the speech-to-text engine understood. */
  readonly transcript: string;
  /** Whether that is what was said; for a recording without `say`: whether anything was understood. */
  readonly transcriptMatched: boolean;
  readonly moments: Moments;
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

/** What the owner sends; SIGTERM, or the end of the channel, ends the house. The answer has the same id. */
export type HouseRequest =
  | { readonly id: number; readonly speak: SpokenRequest }
  | { readonly id: number; readonly faults: HouseFaults };

/** What the house answers; `over` is the end of the house. */
export type HouseEvent =
  | { readonly type: 'progress'; readonly text: string }
  | { readonly type: 'ready'; readonly services: readonly HouseService[] }
  | { readonly type: 'replying'; readonly id: number }
  | { readonly type: 'turn'; readonly id: number; readonly turn: HeardTurn }
  | { readonly type: 'done'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly message: string }
  | { readonly type: 'over'; readonly message: string };

export interface House {
  readonly services: readonly HouseService[];
  /**
   * Says something and waits until the turn is over. Several may speak at the same time, to different devices or into a
   * reply. After an error the next one may succeed.
   * @param onReplying is called when the first audio of the reply sounds
   * @throws StackError with one sentence when there is no reply
   */
  speak(request: SpokenRequest, onReplying?: () => void): Promise<HeardTurn>;
  /** Makes things go wrong, instead of what went wrong before. @throws StackError with one sentence */
  setFaults(faults: HouseFaults): Promise<void>;
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
  const talk = new HouseChannel(child, ended, onProgress);
  try {
    return {
      services: await talk.ready,
      speak: (request, onReplying) => talk.speak(request, onReplying),
      setFaults: (faults) => talk.setFaults(faults),
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
