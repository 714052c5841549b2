import { expect, test } from 'vitest';
import { concat, durationMs, frames, silence } from '../audio/pcm.ts';
import { openScriptedTextToSpeech, openScriptedVoiceActivity, openScriptedWakeWord } from '../engines/scripted.ts';
import { Ear, type Heard } from './ear.ts';

const say = (text: string) => openScriptedTextToSpeech().synthesize(text, 'slt');
const openEar = () => new Ear(openScriptedWakeWord(), openScriptedVoiceActivity());

async function heardIn(ear: Ear, audio: Int16Array): Promise<Heard[]> {
  const heard = [];
  for (const frame of frames(audio)) heard.push(await ear.hear(frame));
  return heard.filter((each) => each !== undefined);
}

test('the wake word and then the command are heard, and the command begins with the wake word', async () => {
  const speech = await say('mordomo, stop the music');
  const [wake, utterance, ...more] = await heardIn(openEar(), concat([silence(4000), speech, silence(600)]));
  expect(wake).toMatchObject({ kind: 'wake', score: 1 });
  if (utterance?.kind !== 'utterance') throw new Error(`not an utterance, but ${utterance?.kind}`);
  expect(durationMs(utterance.audio)).toBe(durationMs(speech) + 460); // to where the silence was long enough
  expect(Math.round(utterance.decided - utterance.speechEnded)).toBe(460);
  expect(more).toEqual([]);
});

test('who says the wake word and then nothing is told so after five seconds', async () => {
  const heard = await heardIn(openEar(), concat([await say('mordomo'), silence(4980)]));
  expect(heard.map(({ kind }) => kind)).toEqual(['wake', 'silence']);
});

test('a pause between wake word and command is no command', async () => {
  const audio = concat([await say('mordomo'), silence(2000), await say('stop the music'), silence(600)]);
  expect((await heardIn(openEar(), audio)).map(({ kind }) => kind)).toEqual(['wake', 'utterance']);
});

test('a command that is longer than the patience for its beginning is heard to its end', async () => {
  const speech = await say(`mordomo, ${'please '.repeat(14)}stop the music`);
  expect(durationMs(speech)).toBeGreaterThan(6000);
  const [, utterance] = await heardIn(openEar(), concat([speech, silence(600)]));
  expect(utterance?.kind).toBe('utterance');
});

test('speech that never ends is cut after 15 seconds, short enough for one NATS message', async () => {
  const [, utterance] = await heardIn(openEar(), await say(`mordomo ${'la '.repeat(100)}`));
  if (utterance?.kind !== 'utterance') throw new Error(`not an utterance, but ${utterance?.kind}`);
  expect(utterance.audio.byteLength).toBeLessThan(1024 * 1024);
});

test('after forgetting, the next request is heard like the first', async () => {
  const ear = openEar();
  const audio = concat([await say('mordomo, stop the music'), silence(600)]);
  const first = await heardIn(ear, audio);
  ear.forget();
  expect((await heardIn(ear, audio)).map(({ kind }) => kind)).toEqual(first.map(({ kind }) => kind));
});
