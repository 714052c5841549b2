import { frameMs } from '../audio/pcm.ts';
import type { SpeechEnd, SpeechStart } from './engine.ts';

/** Silence after which speech is over: longer than the pauses inside a spoken request. */
export const defaultHangoverMs = 450;
/** Speech shorter than this is a click, and a detector's first frames are unreliable. */
const debounceMs = 60;

/** Turns a yes or no per frame into the borders of speech. */
export class Hangover {
  readonly #hangoverMs: number;
  #positionMs = 0;
  #speaking = false;
  /** Since when the frames have said the opposite of `#speaking` without a break. */
  #changedMs = 0;

  constructor(hangoverMs: number) {
    this.#hangoverMs = hangoverMs;
  }

  reset(): void {
    this.#positionMs = 0;
    this.#changedMs = 0;
    this.#speaking = false;
  }

  next(isSpeech: boolean): SpeechStart | SpeechEnd | undefined {
    this.#positionMs += frameMs;
    if (isSpeech === this.#speaking) {
      this.#changedMs = this.#positionMs;
      return undefined;
    }
    const neededMs = this.#speaking ? this.#hangoverMs : debounceMs;
    if (this.#positionMs - this.#changedMs < neededMs) return undefined;
    const atMs = this.#changedMs;
    this.#speaking = isSpeech;
    this.#changedMs = this.#positionMs;
    if (isSpeech) return { kind: 'speech_start', atMs };
    return { kind: 'speech_end', atMs, decidedMs: this.#positionMs };
  }
}
