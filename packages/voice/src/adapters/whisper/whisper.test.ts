import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTurn, type Turn } from '../../index.ts';
import { spanNamed } from '../../testing/spans.ts';
import { pointsOf, reset } from '../../testing/telemetry.ts';
import { whisperSpeechToText, type WhisperSettings } from './index.ts';

let answer: (request: IncomingMessage, form: FormData, response: ServerResponse) => void;
const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    void new Response(Buffer.concat(parts), { headers }).formData().then((form) => answer(request, form, response));
  });
});
let baseUrl: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

let turn: Turn;
beforeEach(() => {
  reset();
  turn = openTurn({ device: 'kitchen' });
});

const utterance = { samples: Int16Array.from({ length: 8_000 }, (_, index) => index), rate: 16_000 };
const whisper = (engine: string, more: Partial<WhisperSettings> = {}) =>
  whisperSpeechToText({ engine, model: 'whisper-1', baseUrl, timeoutMs: 500, ...more });

test('an utterance goes there as WAV, and comes back as the stage stt with all it has', async () => {
  let asked: { url: string | undefined; key: string | undefined; fields: unknown; wav: Buffer } | undefined;
  answer = async ({ url, headers: { authorization: key } }, form, response) => {
    const wav = Buffer.from(await (form.get('file') as File).arrayBuffer());
    const fields = ['model', 'language', 'response_format'].map((name) => form.get(name));
    asked = { url, key, fields, wav };
    response.setHeader('content-type', 'application/json').end('{"text":" Turn on the lights.\\n"}');
  };
  const model = whisper('whisper', { language: 'en', apiKey: 'sk-1' });
  expect(await model.transcribe(utterance, { context: turn.context })).toBe('Turn on the lights.');
  expect(asked).toMatchObject({
    url: '/v1/audio/transcriptions',
    key: 'Bearer sk-1',
    fields: ['whisper-1', 'en', 'json'],
  });
  expect(asked?.wav.toString('latin1', 0, 4)).toBe('RIFF');
  expect([asked?.wav.readUInt32LE(24), asked?.wav.readUInt32LE(40)]).toEqual([16_000, 16_000]);
  expect(asked?.wav.subarray(44)).toEqual(Buffer.from(utterance.samples.buffer));
  expect(spanNamed('voice.stt').attributes).toEqual({
    'voice.stage': 'stt',
    'voice.engine': 'whisper',
    'voice.model': 'whisper-1',
    'voice.language': 'en',
    'voice.audio_seconds': 0.5,
    'voice.stt.transcript_length': 19,
  });
  const latency = (await pointsOf('stt_latency')).find(({ attributes }) => attributes['engine'] === 'whisper');
  expect(latency).toMatchObject({
    attributes: { model: 'whisper-1', language: 'en' },
    value: { count: 1 },
  });
});

test.each([
  [
    'refuses',
    (response: ServerResponse) => response.writeHead(401).end('{"error":{"code":"invalid_api_key"}}'),
    'EngineRefusal',
    'answered 401 (invalid_api_key): give the API key that its provider gave you.',
  ],
  [
    'answers something else',
    (response: ServerResponse) => response.end('{"segments":[]}'),
    'EngineNotUnderstood',
    'answered no text',
  ],
  [
    'breaks off',
    (response: ServerResponse) => {
      response.writeHead(200, { 'content-length': 100 }).write('{"text":');
      setImmediate(() => response.destroy());
    },
    'EngineBrokeOff',
    'gave no whole answer',
  ],
  ['says nothing', () => {}, 'EngineTimeout', 'said nothing for 0.5 s'],
])('a server that %s is one sentence, on the stage too', async (_, how, type, sentence) => {
  answer = (_request, _form, response) => {
    how(response);
  };
  await expect(whisper('odd').transcribe(utterance, { context: turn.context })).rejects.toThrow(sentence);
  expect(spanNamed('voice.stt')).toMatchObject({ status: { code: 2 }, attributes: { 'error.type': type } });
});

test('a transcript that nobody wants any more is interrupted', async () => {
  const abort = new AbortController();
  answer = () => abort.abort();
  const { signal } = abort;
  const broken = whisper('hushed').transcribe(utterance, { context: turn.context, signal });
  await expect(broken).rejects.toThrow('aborted');
  expect(spanNamed('voice.stt')).toMatchObject({ status: { code: 0 }, attributes: { 'voice.interrupted': true } });
});
