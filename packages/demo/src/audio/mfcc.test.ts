import { expect, test } from 'vitest';
import { openMfccSpeaker } from '../engines/mfcc-speaker.ts';
import { coefficientCount, mfcc } from './mfcc.ts';
import { sampleRateHz, silence } from './pcm.ts';

/** A buzz through one resonance: different resonances are different "voices". */
function buzz(resonanceHz: number, pitchHz: number): Int16Array {
  const period = Math.round(sampleRateHz / pitchHz);
  return Int16Array.from({ length: sampleRateHz }, (_, index) => {
    const sincePulse = (index % period) / sampleRateHz;
    // The drift keeps the cepstra from standing still, as in speech.
    const drift = 1 + 0.1 * Math.sin(index / 1500);
    return 12_000 * Math.exp(-300 * sincePulse) * Math.sin(2 * Math.PI * resonanceHz * drift * sincePulse);
  });
}

test('cepstra describe the windows that hold speech and leave silence out', () => {
  const windows = mfcc(buzz(700, 120));
  expect(windows.length).toBeGreaterThan(90);
  expect(windows[0]).toHaveLength(coefficientCount);
  expect(windows.flatMap((window) => [...window]).every((value) => Number.isFinite(value))).toBe(true);
  const padded = new Int16Array(2 * sampleRateHz);
  padded.set(buzz(700, 120));
  expect(mfcc(padded).length - windows.length).toBeLessThanOrEqual(3);
});

test('loudness does not change who speaks', () => {
  const quiet = buzz(700, 120).map((sample) => sample / 4);
  const speaker = openMfccSpeaker();
  speaker.enroll('a', buzz(700, 120));
  expect(speaker.identify(quiet).name).toBe('a');
});

test('a known voice is named, a strange one is nobody', () => {
  const speaker = openMfccSpeaker();
  speaker.enroll('low', buzz(500, 110));
  speaker.enroll('high', buzz(1500, 200));
  expect(speaker.identify(buzz(500, 115))).toMatchObject({ name: 'low' });
  expect(speaker.identify(buzz(1500, 205))).toMatchObject({ name: 'high' });
  const stranger = speaker.identify(buzz(3200, 150));
  expect(stranger.name).toBeUndefined();
  expect(stranger.confidence).toBeLessThan(0.5);
});

test('nobody is named in silence, in no audio, or when nobody is enrolled', () => {
  const speaker = openMfccSpeaker();
  expect(speaker.identify(buzz(500, 110))).toEqual({ name: undefined, confidence: 0 });
  speaker.enroll('low', buzz(500, 110));
  expect(speaker.identify(silence(1000)).name).toBeUndefined();
  expect(speaker.identify(new Int16Array(0)).name).toBeUndefined();
});

test('profiles that were kept know the voice again', () => {
  const profile = openMfccSpeaker().enroll('low', buzz(500, 110));
  const kept = JSON.parse(JSON.stringify(profile)) as typeof profile;
  expect(openMfccSpeaker([kept]).identify(buzz(500, 110)).name).toBe('low');
});
