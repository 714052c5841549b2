/** Finds the wake word and the command after it in the microphone's stream. */
import { concat, durationMs } from '../audio/pcm.ts';
import type { VoiceActivityEngine, WakeWordEngine } from '../engines/engine.ts';
import { now } from '@mordomo/voice';

/** Audio from before the detection that is kept: the command may begin before the engine is sure of the wake word. */
const keptMs = 3_000;
/** Speech after the wake word that is shorter than this is the rest of the word itself. */
const shortestCommandMs = 300;
/** How long the house waits for the user to begin. */
const patienceMs = 5_000;
/** Where the house stops listening, since a radio never ends a sentence. As bytes it fits into one NATS message. */
const longestCommandMs = 15_000;

/** Times are milliseconds since the epoch. */
export type Heard =
  | { readonly kind: 'wake'; readonly onset: number; readonly detected: number; readonly score: number }
  | { readonly kind: 'utterance'; readonly audio: Int16Array; readonly speechEnded: number; readonly decided: number }
  | { readonly kind: 'silence' };

export class Ear {
  readonly #wake: WakeWordEngine;
  readonly #voice: VoiceActivityEngine;
  #kept: Int16Array[] = [];
  #keptMs = 0;
  #streamMs = 0;
  #isSpeech = false;
  #wakeStartMs: number | undefined;
  #detectedMs = 0;

  constructor(wake: WakeWordEngine, voice: VoiceActivityEngine) {
    this.#wake = wake;
    this.#voice = voice;
  }

  /** Takes the next frame of 20 ms; says what it completed. */
  async hear(frame: Int16Array): Promise<Heard | undefined> {
    this.#keep(frame);
    this.#streamMs += durationMs(frame);
    const border = this.#voice.feed(frame);
    if (border !== undefined) this.#isSpeech = border.kind === 'speech_start';
    if (this.#wakeStartMs === undefined) return this.#listenForWakeWord(frame);
    const listenedMs = this.#streamMs - this.#detectedMs;
    if (border?.kind === 'speech_end' && border.atMs - this.#detectedMs > shortestCommandMs)
      return this.#utterance(border.atMs);
    if (listenedMs > longestCommandMs) return this.#utterance(this.#streamMs);
    return listenedMs > patienceMs && !this.#isSpeech ? { kind: 'silence' } : undefined;
  }

  /** Starts anew, deaf to what was before. */
  forget(): void {
    this.#wake.reset();
    this.#voice.reset();
    this.#kept = [];
    this.#keptMs = 0;
    this.#streamMs = 0;
    this.#isSpeech = false;
    this.#wakeStartMs = undefined;
  }

  close(): void {
    this.#wake.close();
    this.#voice.close();
  }

  async #listenForWakeWord(frame: Int16Array): Promise<Heard | undefined> {
    const detection = await this.#wake.feed(frame);
    if (detection === undefined) return undefined;
    this.#wakeStartMs = detection.startMs;
    this.#detectedMs = this.#streamMs;
    const detected = now();
    return { kind: 'wake', onset: this.#at(detection.startMs, detected), detected, score: detection.score };
  }

  /** When a position of the stream was heard. @param newestAt when its newest sample was */
  #at(positionMs: number, newestAt: number): number {
    return newestAt - (this.#streamMs - positionMs);
  }

  #keep(frame: Int16Array): void {
    this.#kept.push(frame);
    this.#keptMs += durationMs(frame);
    while (this.#wakeStartMs === undefined && this.#keptMs > keptMs)
      this.#keptMs -= durationMs(this.#kept.shift() ?? frame);
  }

  /** From the onset of the wake word to now. @param endMs where the user stopped speaking */
  #utterance(endMs: number): Heard {
    const all = concat(this.#kept);
    const ms = this.#streamMs - (this.#wakeStartMs ?? 0);
    const samples = Math.min(all.length, Math.round((all.length * ms) / Math.max(this.#keptMs, 1)));
    const audio = all.subarray(all.length - samples);
    const decided = now();
    return { kind: 'utterance', audio, speechEnded: this.#at(endMs, decided), decided };
  }
}
