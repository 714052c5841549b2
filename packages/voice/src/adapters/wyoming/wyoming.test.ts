import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { now, openTurn, type Turn } from '../../index.ts';
import { milliseconds, spanNamed } from '../../testing/spans.ts';
import { linesEmitted, pointsOf, reset, spansEnded } from '../../testing/telemetry.ts';
import { recordedFrames, WyomingServer } from '../../testing/wyoming-server.ts';
import { wyomingSpeechToText, wyomingTextToSpeech, wyomingWakeWord } from './index.ts';

const server = new WyomingServer();
let address: Awaited<ReturnType<WyomingServer['listen']>>;
beforeAll(async () => void (address = await server.listen()));
afterAll(() => server.close());

let turn: Turn;
beforeEach(() => {
  reset();
  turn = openTurn({ device: 'kitchen' });
  server.received.length = 0;
  server.pieceLength = Infinity;
});

/** Answers the last event of a request with what a real server sent. */
const answerWith = (type: string, bytes: Buffer) => {
  server.answer = (event, reply) => event.type === type && reply(bytes);
};
const typesReceived = () => server.received.map(({ type }) => type);
const utterance = { samples: new Int16Array(16_000).fill(7), rate: 16_000 };
const valueOf = async (metric: string, engine: string) =>
  (await pointsOf(metric)).find(({ attributes }) => attributes['engine'] === engine);
/** Of a server that is gone. */
async function nobody(): Promise<typeof address> {
  const gone = new WyomingServer();
  const was = await gone.listen();
  gone.close();
  return was;
}

describe('speech-to-text', () => {
  const whisper = (engine: string, more = {}) =>
    wyomingSpeechToText({ ...address, engine, model: 'base.en', language: 'en', ...more });

  test.each([['at once', Infinity] as const, ['byte by byte', 1] as const])(
    'a recorded answer that comes %s is the stage stt with all it has',
    async (how, pieceLength) => {
      server.pieceLength = pieceLength;
      answerWith('audio-stop', recordedFrames('faster-whisper'));
      const engine = `faster-whisper ${how}`;
      const heard = await whisper(engine).transcribe(utterance, { context: turn.context });
      expect(heard).toBe('turn on the kitchen lights');
      expect(server.received[0]).toMatchObject({ type: 'transcribe', data: { name: 'base.en', language: 'en' } });
      const chunks = server.received.filter(({ type }) => type === 'audio-chunk');
      expect(Buffer.concat(chunks.map(({ payload }) => payload ?? Buffer.alloc(0)))).toEqual(
        Buffer.from(utterance.samples.buffer),
      );
      expect(typesReceived().at(-1)).toBe('audio-stop');
      const stage = spanNamed('voice.stt');
      expect(stage.attributes).toEqual({
        'voice.stage': 'stt',
        'voice.engine': engine,
        'voice.model': 'base.en',
        'voice.language': 'en',
        'voice.audio_seconds': 1,
        'voice.stt.transcript_length': 26,
      });
      expect((await valueOf('stt_latency', engine))?.attributes).toEqual({ engine, model: 'base.en', language: 'en' });
      expect(await valueOf('voice.audio', engine)).toMatchObject({ value: 1, attributes: { stage: 'stt' } });
      expect(await valueOf('voice.real_time_factor', engine)).toMatchObject({ value: { count: 1 } });
    },
  );

  test('a server that goes away in the middle is one sentence, on the stage too', async () => {
    server.answer = ({ type }, _reply, socket) => type === 'audio-stop' && socket.destroy();
    const engine = 'dying';
    const failing = whisper(engine).transcribe(utterance, { context: turn.context });
    await expect(failing).rejects.toThrow(
      /^The speech-to-text dying at 127\.0\.0\.1:\d+ (closed the connection in the middle|broke off \(\w+\)): its log says why\.$/,
    );
    const stage = spanNamed('voice.stt');
    expect(stage).toMatchObject({ status: { code: 2 }, attributes: { 'error.type': 'EngineBrokeOff' } });
    expect(linesEmitted().filter(({ eventName }) => eventName === 'voice.stage.failed')).toHaveLength(1);
    expect(await valueOf('stt_latency', engine)).toBeUndefined();
  });

  test('a server that is not there is one sentence', async () => {
    const gone = await nobody();
    await expect(whisper('absent', gone).transcribe(utterance)).rejects.toThrow(
      `The speech-to-text absent at 127.0.0.1:${gone.port} cannot be reached (ECONNREFUSED): see that its server runs and that the address is right.`,
    );
  });

  test('a server that says nothing is given up', async () => {
    server.answer = () => {};
    await expect(whisper('stuck', { timeoutMs: 100 }).transcribe(utterance)).rejects.toThrow('said nothing for 0.1 s');
    expect(spanNamed('voice.stt').attributes['error.type']).toBe('EngineTimeout');
  });

  test('a transcript that nobody wants any more is interrupted, and the connection closed', async () => {
    const abort = new AbortController();
    server.answer = () => abort.abort();
    const { signal } = abort;
    const broken = whisper('hushed').transcribe(utterance, { context: turn.context, signal });
    await expect(broken).rejects.toThrow('aborted');
    expect(spanNamed('voice.stt')).toMatchObject({ status: { code: 0 }, attributes: { 'voice.interrupted': true } });
  });
});

describe('text-to-speech', () => {
  const piper = (engine: string) => wyomingTextToSpeech({ ...address, engine, model: 'en_US-lessac-medium' });

  test.each([['at once', Infinity] as const, ['in small pieces', 31] as const])(
    'recorded audio that comes %s is the stage tts with all it has',
    async (how, pieceLength) => {
      server.pieceLength = pieceLength;
      answerWith('synthesize', recordedFrames('piper'));
      const engine = `piper ${how}`;
      const options = { context: turn.context, attributes: { 'voice.tts.segment': 0 } };
      const pieces = await Array.fromAsync(piper(engine).synthesize('Done.', options));
      expect(server.received).toMatchObject([
        { type: 'synthesize', data: { text: 'Done.', voice: { name: 'en_US-lessac-medium' } } },
      ]);
      expect(pieces).toHaveLength(3);
      for (const { samples, rate } of pieces) expect([samples.length, rate]).toEqual([1024, 22050]);
      expect(pieces[0]?.samples[25]).toBe(Math.trunc(8000 * Math.sin((2 * Math.PI * 220 * 25) / 22050)));
      const stage = spanNamed('voice.tts');
      expect(stage.attributes).toEqual({
        'voice.stage': 'tts',
        'voice.engine': engine,
        'voice.model': 'en_US-lessac-medium',
        'voice.tts.characters': 5,
        'voice.tts.segment': 0,
        'voice.audio_seconds': 3072 / 22050,
      });
      const first = spanNamed('voice.tts.first_audio');
      expect(milliseconds(first.endTime)).toBeLessThanOrEqual(milliseconds(stage.endTime));
      for (const metric of ['tts_generation', 'voice.time_to_first_audio_byte'])
        expect((await valueOf(metric, engine))?.attributes).toEqual({ engine, model: 'en_US-lessac-medium' });
      expect(await valueOf('voice.tts.characters', engine)).toMatchObject({ value: 5 });
      expect(await valueOf('voice.audio', engine)).toMatchObject({ attributes: { stage: 'tts' } });
    },
  );

  test('the stage ends with the work of the engine, and not with that of whoever plays the audio', async () => {
    answerWith('synthesize', recordedFrames('piper'));
    for await (const _ of piper('quick').synthesize('Done.', { context: turn.context }))
      await expect.poll(() => spansEnded().map(({ name }) => name), { timeout: 10_000 }).toContain('voice.tts');
  });

  test('a server that goes away in the middle is one sentence after the audio that came', async () => {
    server.answer = ({ type }, reply, socket) => {
      if (type !== 'synthesize') return;
      reply(recordedFrames('piper').subarray(0, 4_000));
      setImmediate(() => socket.end());
    };
    const pieces = [];
    const listening = (async () => {
      for await (const piece of piper('dying').synthesize('Done.', { context: turn.context })) pieces.push(piece);
    })();
    await expect(listening).rejects.toThrow('closed the connection in the middle');
    expect(pieces.length).toBeLessThanOrEqual(1);
    expect(spanNamed('voice.tts')).toMatchObject({
      status: { code: 2 },
      attributes: { 'error.type': 'EngineBrokeOff' },
    });
    expect(await valueOf('tts_generation', 'dying')).toBeUndefined();
  });

  test('an error that the server reports is a sentence without its text', async () => {
    answerWith('synthesize', recordedFrames('piper-error'));
    const failing = Array.fromAsync(piper('voiceless').synthesize('Done.', { context: turn.context }));
    await expect(failing).rejects.toThrow(/reported an error \(VoiceNotFoundError\): its log says more\.$/);
    expect(spanNamed('voice.tts').attributes['error.type']).toBe('EngineRefusal');
  });

  test('audio that nobody takes any more is interrupted, and the connection closed', async () => {
    server.answer = ({ type }, reply) => type === 'synthesize' && reply(recordedFrames('piper').subarray(0, 4_000));
    for await (const _ of piper('hushed').synthesize('Done.', { context: turn.context })) break;
    await expect.poll(() => spansEnded().map(({ name }) => name), { timeout: 10_000 }).toContain('voice.tts');
    expect(spanNamed('voice.tts')).toMatchObject({ status: { code: 0 }, attributes: { 'voice.interrupted': true } });
    await expect.poll(() => server.clients, { timeout: 10_000 }).toBe(0);
  });
});

describe('wake word', () => {
  /** 20 ms, as microphones give it. */
  const frame = new Int16Array(320);

  test('a recorded detection opens the turn at the audio in which the word was heard', async () => {
    const wake = wyomingWakeWord({ ...address, engine: 'openwakeword', names: ['hey_jarvis'] });
    server.answer = ({ type, data }, reply) =>
      type === 'audio-chunk' && data?.['timestamp'] === 2160 && reply(recordedFrames('openwakeword'));
    const startTime = now();
    for (let index = 0; index < 120; index++) wake.hear(frame);
    for await (const detection of wake.detections) {
      expect(detection.name).toBe('hey_jarvis');
      detection.openTurn({ device: 'office' }).end('no_speech');
      break;
    }
    expect(server.received.slice(0, 2)).toMatchObject([
      { type: 'detect', data: { names: ['hey_jarvis'] } },
      { type: 'audio-start', data: { rate: 16_000, width: 2, channels: 1 } },
    ]);
    const stage = spanNamed('voice.wake');
    expect(stage.attributes).toEqual({
      'voice.stage': 'wake',
      'voice.engine': 'openwakeword',
      'voice.device': 'office',
    });
    expect(milliseconds(stage.startTime)).toBeGreaterThanOrEqual(startTime - 21);
    expect(milliseconds(stage.endTime)).toBeGreaterThan(milliseconds(stage.startTime));
    const root = spanNamed('voice.turn');
    expect(stage.parentSpanContext?.spanId).toBe(root.spanContext().spanId);
    expect(milliseconds(root.startTime)).toBe(milliseconds(stage.startTime));
    expect(root.attributes['voice.milestone.wake_detected']).toBeGreaterThan(0);
    expect(
      (await pointsOf('wake_word_detections')).find(({ attributes }) => attributes['device'] === 'office')?.value,
    ).toBe(1);
  });

  test('a server that goes away is one sentence, and what the microphone hears is let go', async () => {
    const wake = wyomingWakeWord({ ...address, engine: 'dying' });
    server.answer = ({ type }, _reply, socket) => type === 'audio-chunk' && socket.end();
    wake.hear(frame);
    await expect(Array.fromAsync(wake.detections)).rejects.toThrow('The wake word engine dying');
    for (let index = 0; index < 1_000; index++) wake.hear(frame);
  });

  test('one that is closed ends without an error', async () => {
    const wake = wyomingWakeWord({ ...address, engine: 'closed' });
    server.answer = () => wake.close();
    wake.hear(frame);
    expect(await Array.fromAsync(wake.detections)).toEqual([]);
  });

  test('a server that takes no audio any more is given up, instead of the memory being filled', async () => {
    const wake = wyomingWakeWord({ ...address, engine: 'stuck' });
    server.answer = (_event, _reply, socket) => socket.pause();
    const ended = Array.fromAsync(wake.detections).catch((error: unknown) => String(error));
    const talking = setInterval(() => wake.hear(new Int16Array(160_000)), 1);
    const said = await ended;
    clearInterval(talking);
    expect(said).toContain('takes no audio any more');
  });
});

test('what was said is in no span and no line', async () => {
  answerWith('audio-stop', recordedFrames('faster-whisper'));
  await wyomingSpeechToText({ ...address, engine: 'discreet' }).transcribe(utterance, { context: turn.context });
  turn.end('answered');
  const kept = JSON.stringify([
    spansEnded().map(({ attributes, events, status }) => ({ attributes, events, status })),
    linesEmitted().map(({ body, attributes }) => ({ body, attributes })),
  ]);
  expect(kept).not.toContain('kitchen lights');
});
