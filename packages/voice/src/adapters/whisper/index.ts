/** Whisper behind the HTTP interface of OpenAI, as many servers have it: `/v1/audio/transcriptions`. */
import { bytesOf, type Audio } from '../audio.ts';
import { EngineError, reasonOf } from '../engine-error.ts';
import { post } from '../http.ts';
import { Patience } from '../patience.ts';
import { speechToText, type EngineNames, type SpeechToText } from '../transcribing.ts';

export { type Audio } from '../audio.ts';
export { EngineError } from '../engine-error.ts';
export { type EngineNames, type SpeechToText } from '../transcribing.ts';

export interface WhisperSettings extends EngineNames {
  /** The model, such as `whisper-1`; most servers want one. */
  readonly model: string;
  /** The address of the API, such as `http://127.0.0.1:8000/v1`. */
  readonly baseUrl: string;
  readonly apiKey?: string;
  /** How long the server may be silent, in milliseconds. Default: 10 s. */
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 10_000;

/** A speech-to-text server with OpenAI’s interface. */
export function whisperSpeechToText(settings: WhisperSettings): SpeechToText {
  const { engine, baseUrl, timeoutMs = defaultTimeoutMs } = settings;
  const { host } = new URL(baseUrl);
  const what = `The speech-to-text ${engine} at ${host}`;
  return speechToText(settings, async (audio, signal) => {
    const patience = new Patience(what, timeoutMs, signal);
    patience.start();
    try {
      const response = await send(what, settings, audio, patience.signal);
      return textOf(what, await response.json());
    } catch (error) {
      if (patience.signal.aborted) throw patience.signal.reason;
      if (error instanceof EngineError) throw error;
      throw new EngineError('EngineBrokeOff', `${what} gave no whole answer (${reasonOf(error)}).`);
    } finally {
      patience.stop();
    }
  });
}

function send(what: string, settings: WhisperSettings, audio: Audio, signal: AbortSignal): Promise<Response> {
  const { baseUrl, model, language, apiKey } = settings;
  const body = new FormData();
  body.set('file', new Blob([wavOf(audio)], { type: 'audio/wav' }), 'utterance.wav');
  body.set('model', model);
  body.set('response_format', 'json');
  if (language !== undefined) body.set('language', language);
  const headers: Record<string, string> = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
  return post(what, `${baseUrl.replace(/\/$/, '')}/audio/transcriptions`, { body, headers, signal });
}

function textOf(what: string, answer: unknown): string {
  if (typeof answer === 'object' && answer !== null && 'text' in answer && typeof answer.text === 'string')
    return answer.text;
  const hint = 'see that the address is that of a server with OpenAI’s interface';
  throw new EngineError('EngineNotUnderstood', `${what} answered no text: ${hint}.`);
}

/** A WAV file: its header is 44 bytes, little-endian. */
function wavOf({ samples, rate }: Audio): Buffer<ArrayBuffer> {
  const header = Buffer.alloc(44);
  const dataLength = samples.byteLength;
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + dataLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16); // length of the format
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(1, 22); // channels
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28); // bytes per second
  header.writeUInt16LE(2, 32); // bytes per sample
  header.writeUInt16LE(16, 34); // bits per sample
  header.write('data', 36);
  header.writeUInt32LE(dataLength, 40);
  return Buffer.concat([header, bytesOf(samples)]);
}
