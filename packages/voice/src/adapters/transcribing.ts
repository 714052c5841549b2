/** The stage `stt` around any engine that makes text of an utterance. */
import type { StageAttributes, StageOptions } from '../open-stage.ts';
import { runStage } from '../stage.ts';
import { secondsOf, type Audio } from './audio.ts';

export interface SpeechToText {
  /**
   * Runs the stage `stt` for one utterance. @returns what was said; empty if nothing was understood
   * @throws EngineError; the reason of the options’ signal where that is aborted
   */
  transcribe(audio: Audio, options?: StageOptions): Promise<string>;
}

/** What is said of an engine in spans and metrics: fixed, short names. */
export interface EngineNames {
  /** Such as `faster-whisper` or `piper`. */
  readonly engine: string;
  /** The model or voice, such as `base.en`. Default: the server’s. */
  readonly model?: string;
  /** Such as `pt` or `pt-BR`. Default: the server’s. */
  readonly language?: string;
}

export const attributesOf = ({ engine, model, language }: EngineNames): StageAttributes => ({
  'voice.engine': engine,
  ...(model !== undefined && { 'voice.model': model }),
  ...(language !== undefined && { 'voice.language': language }),
});

/** @param ask sends the utterance to the engine, and gives what it understood */
export const speechToText = (
  names: EngineNames,
  ask: (audio: Audio, signal: AbortSignal | undefined) => Promise<string>,
): SpeechToText => ({
  transcribe: (audio, options = {}) =>
    runStage(
      'stt',
      async (stage) => {
        stage.set({ 'voice.audio_seconds': secondsOf(audio) });
        const text = (await ask(audio, options.signal)).trim();
        stage.set({ 'voice.stt.transcript': text, 'voice.stt.transcript_length': text.length });
        return text;
      },
      { ...options, attributes: { ...attributesOf(names), ...options.attributes } },
    ),
});
