import { speechToText, type EngineNames, type SpeechToText } from '../transcribing.ts';
import { utterance } from './audio-events.ts';
import { Connection, type WyomingServer } from './connection.ts';

export interface WyomingSettings extends WyomingServer, EngineNames {
  /** How long the server may be silent, in milliseconds. Default: 10 s. */
  readonly timeoutMs?: number;
}

export const defaultTimeoutMs = 10_000;

/** A speech-to-text server that speaks Wyoming, such as faster-whisper. */
export function wyomingSpeechToText(settings: WyomingSettings): SpeechToText {
  const { engine, model, language, timeoutMs = defaultTimeoutMs } = settings;
  return speechToText(settings, async (audio, signal) => {
    const connection = new Connection(`The speech-to-text ${engine}`, settings, timeoutMs, signal);
    const request = { ...(model && { name: model }), ...(language && { language }) };
    connection.send({ type: 'transcribe', data: request }, ...utterance(audio));
    for await (const { type, data } of connection.events(true))
      if (type === 'transcript' && typeof data?.['text'] === 'string') return data['text'];
    return ''; // not reached: events end with a transcript or an error
  });
}
