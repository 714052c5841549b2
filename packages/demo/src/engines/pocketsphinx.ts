import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import koffi from 'koffi';
import type { EngineFiles } from './obtain.ts';

/** One word of the best path, as the decoder aligned it. Fillers are `<sil>` and names in `[…]` or `++…++`. */
export interface Segment {
  readonly word: string;
  readonly startFrame: number;
  readonly endFrame: number;
  /** How well the audio matches the word, summed over its frames; 0 is perfect, more negative is worse. */
  readonly acousticScore: number;
  /** 0 to 1: how sure the decoder is; known to keyphrase spotting alone. */
  readonly posterior: number;
}

/** A frame of the decoder, not of the house. */
export const decoderFrameMs = 10;

// Silence is kept, or the frames of a segment would not be positions in the audio.
const fixedOptions = { logfn: '/dev/null', remove_silence: 'no' };

/** The decoder counts probabilities as logarithms to this base. */
const logBase = 1.0001;

type Handle = unknown;

interface BackgroundCall {
  /** The last argument is told the error or the result. */
  async(...args: readonly unknown[]): void;
}

/** Loads the library. Throws one sentence when its files are damaged. */
export function loadPocketsphinx(files: EngineFiles): ReturnType<typeof bind> {
  try {
    return bind(files);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const folder = dirname(files.libraries.at(-1) ?? '');
    throw new Error(`pocketsphinx in ${folder} cannot be loaded (${reason}); remove or reinstall it`, { cause: error });
  }
}

/** The parts of pocketsphinx's C interface that the engines need. */
function bind(files: EngineFiles) {
  // Global, so that each library finds its predecessors although no search path names their folder.
  const loaded = files.libraries.map((path) => koffi.load(path, { global: true, lazy: true }));
  const [sphinxbase, pocketsphinx] = loaded.slice(-2);
  if (sphinxbase === undefined || pocketsphinx === undefined) throw new Error('libraries are missing');
  return {
    argumentTable: pocketsphinx.func('void* ps_args()'),
    parseArguments: sphinxbase.func('void* cmd_ln_parse_r(void*, void*, int, char**, int)'),
    freeArguments: sphinxbase.func('int cmd_ln_free_r(void*)'),
    init: pocketsphinx.func('void* ps_init(void*)'),
    free: pocketsphinx.func('int ps_free(void*)'),
    startStream: pocketsphinx.func('int ps_start_stream(void*)'),
    startUtterance: pocketsphinx.func('int ps_start_utt(void*)'),
    process: pocketsphinx.func('int ps_process_raw(void*, int16_t*, size_t, int, int)'),
    endUtterance: pocketsphinx.func('int ps_end_utt(void*)'),
    hypothesis: pocketsphinx.func('const char* ps_get_hyp(void*, _Out_ int32_t*)'),
    firstSegment: pocketsphinx.func('void* ps_seg_iter(void*)'),
    nextSegment: pocketsphinx.func('void* ps_seg_next(void*)'),
    segmentWord: pocketsphinx.func('const char* ps_seg_word(void*)'),
    segmentFrames: pocketsphinx.func('void ps_seg_frames(void*, _Out_ int*, _Out_ int*)'),
    segmentScore: pocketsphinx.func('int32_t ps_seg_prob(void*, _Out_ int32_t*, _Out_ int32_t*, _Out_ int32_t*)'),
  };
}

/** One pocketsphinx decoder. Not to be used for two things at once: await each call before the next. */
export class Decoder {
  readonly #library: ReturnType<typeof bind>;
  readonly #decoder: Handle;
  #isClosed = false;
  /** The call that is under way on another thread. */
  #pending: Promise<unknown> = Promise.resolve();

  private constructor(library: ReturnType<typeof bind>, decoder: Handle) {
    this.#library = library;
    this.#decoder = decoder;
  }

  /** `texts` are files the decoder reads while it loads: option name → content, for example `dict`. */
  static async open(
    files: EngineFiles,
    options: Readonly<Record<string, string>>,
    texts: Readonly<Record<string, string>>,
  ): Promise<Decoder> {
    const library = loadPocketsphinx(files);
    const folder = mkdtempSync(join(tmpdir(), 'mordomo-decoder-'));
    try {
      const all: Record<string, string> = { ...fixedOptions, hmm: join(files.model, 'en-us'), ...options };
      for (const [name, text] of Object.entries(texts)) {
        all[name] = join(folder, name);
        writeFileSync(all[name], text);
      }
      const words = ['mordomo', ...Object.entries(all).flatMap(([name, value]) => [`-${name}`, value])];
      const parsed: unknown = library.parseArguments(null, library.argumentTable(), words.length, words, 1);
      const decoder: unknown = parsed === null ? null : await inBackground(library.init, parsed);
      library.freeArguments(parsed);
      if (decoder === null) throw new Error(`pocketsphinx cannot load its model in ${files.model}`);
      return new Decoder(library, decoder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Begins an utterance; segments count their frames from here. */
  start(): void {
    this.#library.startStream(this.#handle);
    this.#library.startUtterance(this.#handle);
  }

  process(pcm: Int16Array): Promise<void> {
    return this.#inBackground(this.#library.process, pcm, pcm.length, 0, 0);
  }

  end(): Promise<void> {
    return this.#inBackground(this.#library.endUtterance);
  }

  /** What has been understood so far; undefined when nothing fits. */
  hypothesis(): string | undefined {
    const text: string | null = this.#library.hypothesis(this.#handle, [0]);
    return text ?? undefined;
  }

  segments(): Segment[] {
    const { firstSegment, nextSegment, segmentWord, segmentFrames, segmentScore } = this.#library;
    const found: Segment[] = [];
    for (let at: Handle = firstSegment(this.#handle); at !== null; at = nextSegment(at)) {
      const [start, end, acoustic] = [[0], [0], [0]] as [[number], [number], [number]];
      segmentFrames(at, start, end);
      const posterior = logBase ** segmentScore(at, acoustic, [0], [0]);
      const word: string = segmentWord(at);
      found.push({ word, startFrame: start[0], endFrame: end[0], acousticScore: acoustic[0], posterior });
    }
    return found;
  }

  /** Frees the decoder once the call under way is done; every later call throws. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const free = (): void => void this.#library.free(this.#decoder);
    this.#pending.then(free, free);
  }

  get #handle(): Handle {
    if (this.#isClosed) throw new Error('The speech engine is closed.');
    return this.#decoder;
  }

  async #inBackground(call: BackgroundCall, ...args: readonly unknown[]): Promise<void> {
    this.#pending = inBackground(call, this.#handle, ...args);
    await this.#pending;
  }
}

/** Runs a call on one of koffi's threads: decoding must not hold up the event loop of the service. */
function inBackground(call: BackgroundCall, ...args: readonly unknown[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    call.async(...args, (error: unknown, result: unknown) => (error ? reject(error) : resolve(result)));
  });
}
