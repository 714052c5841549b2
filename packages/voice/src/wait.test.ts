import { expect, test } from 'vitest';
import { waitOf } from './wait.ts';

const milestones = { speech_ended: 1000, endpoint_decided: 1450, playback_started: 2200 };
const stt = { stage: 'stt', startTime: 1452, endTime: 1600 } as const;
const speaker = { stage: 'speaker', startTime: 1452, endTime: 1500 } as const;
const firstSentence = { stage: 'brain', startTime: 1602, endTime: 1900 } as const;
const brain = { stage: 'brain', startTime: 1602, endTime: 2600 } as const;
const firstTts = { stage: 'tts', startTime: 1903, endTime: 2195 } as const;
const secondTts = { stage: 'tts', startTime: 2300, endTime: 2400 } as const;
const playback = { stage: 'playback', startTime: 2198, endTime: 4000 } as const;
const all = [speaker, stt, firstSentence, firstTts, secondTts, brain, playback];

test('the critical path gives every moment of the wait to one part, and to nobody what nobody did', () => {
  const wait = waitOf(milestones, all);
  expect(wait?.response).toBeCloseTo(1.2);
  expect(wait?.criticalPath).toMatchObject({
    endpointing: expect.closeTo(0.45) as number,
    stt: expect.closeTo(0.148) as number,
    speaker: 0,
    brain: expect.closeTo(0.298) as number,
    tts: expect.closeTo(0.292) as number,
    playback: expect.closeTo(0.002) as number,
    unattributed: expect.closeTo(0.01) as number,
  });
  expect(Object.values(wait?.criticalPath ?? {}).reduce((sum, part) => sum + part)).toBeCloseTo(1.2);
  expect(wait?.slowest).toBe('endpointing');
});

test('a stage that runs beside another takes its time, and is on the path only if it was waited for', () => {
  expect(waitOf(milestones, all)?.took.speaker).toBeCloseTo(0.048);
  const slowSpeaker = { ...speaker, endTime: 1601 };
  const wait = waitOf(milestones, [slowSpeaker, ...all.slice(1)]);
  expect(wait?.criticalPath).toMatchObject({ stt: 0, speaker: expect.closeTo(0.149) as number });
});

test('a stall between two stages is nobody’s', () => {
  const later = [firstSentence, firstTts, brain, playback].map((report) => ({
    ...report,
    startTime: report.startTime + 300,
    endTime: report.endTime + 300,
  }));
  const wait = waitOf({ ...milestones, playback_started: 2500 }, [speaker, stt, ...later]);
  expect(wait?.unattributed).toBeCloseTo(0.31);
  expect(wait?.criticalPath.unattributed).toBeCloseTo(0.31);
});

test('the order of reports does not matter, and a clock that is five milliseconds off changes a few milliseconds', () => {
  expect(waitOf(milestones, all.toReversed())).toEqual(waitOf(milestones, all));
  const early = { ...firstSentence, startTime: firstSentence.startTime - 5, endTime: firstSentence.endTime - 5 };
  const wait = waitOf(milestones, [speaker, stt, early, firstTts, playback]);
  expect(wait?.criticalPath.stt).toBeCloseTo(0.145);
  expect(wait?.criticalPath.brain).toBeCloseTo(0.298);
});

test('there is no wait without speech or without a reply', () => {
  expect(waitOf({ playback_started: 2200 }, all)).toBeUndefined();
  expect(waitOf({ speech_ended: 1000 }, all)).toBeUndefined();
});

test('what was not reported is unattributed', () => {
  expect(waitOf(milestones, [])?.unattributed).toBeCloseTo(0.75);
});
