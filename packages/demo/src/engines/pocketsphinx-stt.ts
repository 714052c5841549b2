import { normalizeSentence, wakeWord } from '../home/commands.ts';
import { commandDictionary } from '../home/dictionary.ts';
import { commandGrammar } from '../home/grammar.ts';
import type { SpeechToTextEngine, Transcription } from './engine.ts';
import type { EngineFiles } from './obtain.ts';
import { Decoder, type Segment } from './pocketsphinx.ts';

/**
 * A grammar always finds some sentence. Whether it is the one that was said shows in how well its words match the audio:
 * the mean acoustic score per frame. Measured over four voices: 99 % of commands score above this, none of 400 sentences
 * about something else, and 10 % of those that differ from a command in a word or two.
 */
const acceptedScore = -18.5;
/** Below this it is not even a guess. Sentences about something else have less than 0.01. */
const guessedConfidence = 0.05;
/** How fast confidence falls off around the accepted score. */
const scoreSpread = 3;

/** Speech to text for the household's commands: a grammar decoder that answers nothing to any other sentence. */
export async function openPocketsphinxSpeechToText(files: EngineFiles): Promise<SpeechToTextEngine> {
  const texts = { jsgf: commandGrammar(), dict: await commandDictionary(files.model) };
  return new PocketsphinxSpeechToText(await Decoder.open(files, {}, texts));
}

class PocketsphinxSpeechToText implements SpeechToTextEngine {
  readonly name = 'pocketsphinx-grammar';
  readonly #decoder: Decoder;
  /** The decoder serves one utterance at a time. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(decoder: Decoder) {
    this.#decoder = decoder;
  }

  transcribe(pcm: Int16Array): Promise<Transcription> {
    const result = this.#queue.then(() => this.#decode(pcm));
    this.#queue = result.catch(() => {});
    return result;
  }

  close(): void {
    this.#decoder.close();
  }

  async #decode(pcm: Int16Array): Promise<Transcription> {
    this.#decoder.start();
    await this.#decoder.process(pcm);
    await this.#decoder.end();
    const heard = this.#decoder.hypothesis();
    const confidence = heard === undefined ? 0 : confidenceOf(this.#decoder.segments());
    const text = heard !== undefined && confidence >= guessedConfidence ? normalizeSentence(heard) : '';
    return { text, confidence, engine: this.name };
  }
}

/** A logistic curve over the mean acoustic score: 0.5 at the score from which a sentence is accepted. */
function confidenceOf(segments: readonly Segment[]): number {
  // The wake word always matches; with it, a short sentence would look better than it is.
  const words = segments.filter(({ word }) => /^[a-z]/.test(word) && !word.startsWith(wakeWord));
  const frames = words.reduce((sum, word) => sum + word.endFrame - word.startFrame + 1, 0);
  if (frames === 0) return 0;
  const score = words.reduce((sum, word) => sum + word.acousticScore, 0) / frames;
  return 1 / (1 + Math.exp((acceptedScore - score) / scoreSpread));
}
