import { context as contextApi } from '@opentelemetry/api';
import { startStage, type OpenStage, type StageOptions } from '../../open-stage.ts';
import { secondsOf, type Audio } from '../audio.ts';
import { attributesOf } from '../transcribing.ts';
import { audioOf } from './audio-events.ts';
import { Connection } from './connection.ts';
import { defaultTimeoutMs, type WyomingSettings } from './speech-to-text.ts';

export interface TextToSpeech {
  /**
   * Runs the stage `tts` for one sentence. The stage ends when the last audio has come, however slowly it is taken from
   * here; who stops taking it early interrupts the stage.
   * @throws EngineError, where the audio is taken; the reason of the options’ signal where that is aborted
   */
  synthesize(text: string, options?: StageOptions): ReadableStream<Audio>;
}

/** A text-to-speech server that speaks Wyoming, such as Piper. */
export const wyomingTextToSpeech = (settings: WyomingSettings): TextToSpeech => ({
  synthesize(text, options = {}) {
    const attributes = { ...attributesOf(settings), 'voice.tts.characters': text.length, ...options.attributes };
    const stage = startStage('tts', { ...options, attributes });
    const unwanted = new AbortController();
    const signal = options.signal === undefined ? unwanted.signal : AbortSignal.any([unwanted.signal, options.signal]);
    return new ReadableStream<Audio>({
      start(pieces) {
        // Not awaited: the stream is handed out at once.
        void contextApi.with(stage.context, () => speak(settings, text, stage, pieces, signal));
      },
      cancel: () => unwanted.abort(),
    });
  },
});

/** Reads the audio as it comes, so that the stage’s time is the engine’s and not that of whoever plays it. */
async function speak(
  settings: WyomingSettings,
  text: string,
  stage: OpenStage,
  pieces: ReadableStreamDefaultController<Audio>,
  signal: AbortSignal,
): Promise<void> {
  let seconds = 0;
  try {
    for await (const audio of audioFrom(settings, text, signal)) {
      stage.firstHandOver();
      seconds += secondsOf(audio);
      pieces.enqueue(audio);
    }
    stage.set({ 'voice.audio_seconds': seconds });
    stage.end();
    pieces.close();
  } catch (error) {
    if (signal.aborted) stage.interrupt();
    else stage.fail(error);
    pieces.error(error); // of no effect where nobody takes pieces any more
  }
}

async function* audioFrom(settings: WyomingSettings, text: string, signal: AbortSignal): AsyncIterable<Audio> {
  const { engine, model, timeoutMs = defaultTimeoutMs } = settings;
  const what = `The text-to-speech ${engine}`;
  const connection = new Connection(what, settings, timeoutMs, signal);
  connection.send({ type: 'synthesize', data: { text, ...(model && { voice: { name: model } }) } });
  for await (const event of connection.events(true)) {
    if (event.type === 'audio-stop') return;
    if (event.type === 'audio-chunk') yield audioOf(what, event);
  }
}
