import { durationMs } from '../audio/pcm.ts';
import { wakeWord } from '../home/commands.ts';
import { wakeWordDictionary } from '../home/dictionary.ts';
import type { WakeDetection, WakeWordEngine } from './engine.ts';
import type { EngineFiles } from './obtain.ts';
import { Decoder, decoderFrameMs } from './pocketsphinx.ts';

/** How unlike the wake word a sound may be. At 1e-30 it hears what it misses here, but also what nobody said. */
const threshold = '1e-25';

/** Keyphrase spotting for "mordomo". */
export async function openPocketsphinxWakeWord(files: EngineFiles): Promise<WakeWordEngine> {
  const options = { keyphrase: wakeWord, kws_threshold: threshold };
  return new PocketsphinxWakeWord(await Decoder.open(files, options, { dict: wakeWordDictionary }));
}

class PocketsphinxWakeWord implements WakeWordEngine {
  readonly name = 'pocketsphinx-keyphrase';
  readonly #decoder: Decoder;
  #positionMs = 0;
  /** Where the decoder's utterance, from which it counts, began in the stream; undefined outside of one. */
  #utteranceMs: number | undefined;
  #isReset = false;

  constructor(decoder: Decoder) {
    this.#decoder = decoder;
  }

  async feed(frame: Int16Array): Promise<WakeDetection | undefined> {
    const utteranceMs = await this.#utterance();
    await this.#decoder.process(frame);
    this.#positionMs += durationMs(frame);
    if (this.#decoder.hypothesis() === undefined) return undefined;
    const heard = this.#decoder.segments().at(-1);
    // The decoder repeats what it found until its utterance ends.
    await this.#endUtterance();
    return {
      startMs: utteranceMs + (heard?.startFrame ?? 0) * decoderFrameMs,
      detectedMs: this.#positionMs,
      score: heard?.posterior ?? 0,
    };
  }

  /** Takes effect with the next frame: the decoder may still be busy with the last one. */
  reset(): void {
    this.#isReset = true;
  }

  close(): void {
    this.#decoder.close();
  }

  async #utterance(): Promise<number> {
    if (this.#isReset) {
      await this.#endUtterance();
      this.#positionMs = 0;
      this.#isReset = false;
    }
    if (this.#utteranceMs === undefined) {
      this.#decoder.start();
      this.#utteranceMs = this.#positionMs;
    }
    return this.#utteranceMs;
  }

  async #endUtterance(): Promise<void> {
    if (this.#utteranceMs === undefined) return;
    this.#utteranceMs = undefined;
    await this.#decoder.end();
  }
}
