import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { concat, durationMs, frames, silence } from '../audio/pcm.ts';
import { decodeWav, encodeWav } from '../audio/wav.ts';
import type { VoiceActivityEngine, WakeDetection, WakeWordEngine } from './engine.ts';
import {
  openSpeaker,
  openSpeechToText,
  openTextToSpeech,
  openVoiceActivity,
  openWakeWord,
  prepareEngines,
} from './open.ts';

const folder = mkdtempSync(join(tmpdir(), 'mordomo-scripted-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const settings = { engine: 'scripted', cacheDir: folder, dataDir: folder } as const;

async function wakesIn(engine: WakeWordEngine, audio: Int16Array): Promise<WakeDetection[]> {
  const found = [];
  for (const frame of frames(audio)) found.push(await engine.feed(frame));
  return found.filter((detection) => detection !== undefined);
}

function bordersIn(engine: VoiceActivityEngine, audio: Int16Array) {
  return [...frames(audio)].map((frame) => engine.feed(frame)).filter((border) => border !== undefined);
}

test('without speech engines the whole way from a request to its meaning works on text', async () => {
  await prepareEngines(settings, () => {});
  const speech = await (await openTextToSpeech(settings)).synthesize('Mordomo, turn on the garden lights', 'rms');
  const audio = concat([silence(500), speech, silence(1000)]);
  const [wake] = await wakesIn(await openWakeWord(settings), audio);
  expect(wake).toMatchObject({ startMs: 500, score: 1 });
  const borders = bordersIn(await openVoiceActivity(settings), audio);
  const spokenMs = durationMs(speech);
  expect(borders).toEqual([
    { kind: 'speech_start', atMs: 500 },
    { kind: 'speech_end', atMs: 500 + spokenMs, decidedMs: 500 + spokenMs + 460 },
  ]);
  const heard = await (await openSpeechToText(settings)).transcribe(audio.subarray(8000));
  expect(heard).toEqual({ text: 'turn on the garden lights', confidence: 1, engine: 'scripted' });
  expect((await openSpeaker(settings)).identify(speech)).toEqual({ name: 'rui', confidence: 1 });
});

test('scripted audio survives a WAV file and a cut at any place', async () => {
  const speech = await (await openTextToSpeech(settings)).synthesize('what time is it', 'slt');
  const engine = await openSpeechToText(settings);
  expect((await engine.transcribe(decodeWav(encodeWav(speech), 'x.wav'))).text).toBe('what time is it');
  expect((await engine.transcribe(concat([silence(7), speech]))).text).toBe('what time is it');
});

test('what is no command, no text or no voice is not understood', async () => {
  const speech = await (await openTextToSpeech(settings)).synthesize('the train leaves at noon', 'slt');
  const engine = await openSpeechToText(settings);
  for (const audio of [speech, silence(500), new Int16Array(0), Int16Array.from({ length: 900 }, (_, i) => i * 31)]) {
    expect(await engine.transcribe(audio)).toMatchObject({ text: '', confidence: 0 });
    expect((await openSpeaker(settings)).identify(silence(100)).name).toBeUndefined();
  }
});

test('the wake word counts from the reset and is heard each time', async () => {
  const audio = await (await openTextToSpeech(settings)).synthesize('mordomo mordomo', 'slt');
  const engine = await openWakeWord(settings);
  expect((await wakesIn(engine, audio)).map(({ startMs }) => startMs)).toEqual([0, 480]);
  engine.reset();
  expect((await wakesIn(engine, audio)).map(({ startMs }) => startMs)).toEqual([0, 480]);
});

test('an aborted synthesis ends with the reason given', async () => {
  const engine = await openTextToSpeech(settings);
  await expect(engine.synthesize('hello', 'slt', AbortSignal.abort(new Error('interrupted')))).rejects.toThrow(
    'interrupted',
  );
});

test('the household is enrolled once, for the owner alone to read, and anew when the file is damaged', async () => {
  const file = join(folder, 'house', 'speakers-scripted.json');
  await prepareEngines(settings, () => {});
  const { mtimeMs, mode } = statSync(file);
  expect(mode & 0o777).toBe(0o600);
  await prepareEngines(settings, () => {});
  expect(statSync(file).mtimeMs).toBe(mtimeMs);
  writeFileSync(file, '[{"name": "an');
  await prepareEngines(settings, () => {});
  const speech = await (await openTextToSpeech(settings)).synthesize('hello', 'awb');
  expect((await openSpeaker(settings)).identify(speech).name).toBe('tiago');
});
