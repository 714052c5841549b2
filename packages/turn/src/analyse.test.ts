import { expect, test } from 'vitest';
import type { Turn } from './model.ts';
import { traceId } from './testing/otlp-builder.ts';
import { turnLines, turnOf, turnSpans } from './testing/turns.ts';

const stage = (turn: Turn, name: string) => turn.stages.filter((entry) => entry.stage === name);

test('the stages of a turn are in order of start, and `stt` comes before the `speaker` that starts with it', () => {
  const order = turnOf(turnSpans.toReversed(), turnLines).stages.map((entry) => entry.stage);
  expect(order).toEqual(['wake', 'listen', 'stt', 'speaker', 'brain', 'tts', 'playback', 'tts']);
});

test('a streamed stage is one entry: whole length, critical up to its first hand-over', () => {
  const [brain, ...more] = stage(turnOf(turnSpans), 'brain');
  expect(more).toEqual([]);
  expect(brain).toMatchObject({ startMs: 2310, durationMs: 1090, onCriticalPathMs: 585 });
  expect(brain?.onCriticalPath).toEqual([{ startMs: 2310, endMs: 2895 }]);
});

test('what a stage waits for counts as the stage', () => {
  const withoutFirst = turnSpans.filter(({ id }) => id !== 'brain.first_sentence' && !id.startsWith('tts'));
  const late = withoutFirst.map((span) => (span.id === 'playback' ? { ...span, startMs: 3410 } : span));
  const turn = turnOf(late);
  expect(stage(turn, 'brain')[0]?.onCriticalPathMs).toBe(1090);
  expect(turn.criticalPath.some(({ startMs, endMs }) => startMs === 2320 && endMs === 3390)).toBe(true);
});

test('stages and the turn itself share the critical path without a rest', () => {
  const { stages, rootSelfMs, durationMs } = turnOf(turnSpans);
  const inStages = stages.reduce((sum, { onCriticalPathMs }) => sum + onCriticalPathMs, 0);
  expect(inStages + rootSelfMs).toBeCloseTo(durationMs, 3);
  expect(rootSelfMs).toBeCloseTo(45, 3);
});

test('wake to speech runs from the end of the wake stage to the start of the first playback', () => {
  const { wakeToSpeechMs, unattributedMs, gaps } = turnOf(turnSpans);
  expect(wakeToSpeechMs).toBe(2510);
  expect(unattributedMs).toBe(20);
  expect(gaps.map(({ startMs }) => startMs)).toEqual([600, 2000, 2305]);
});

test('a turn without a reply has no such time', () => {
  const { wakeToSpeechMs, unattributedMs } = turnOf(turnSpans.filter(({ id }) => id !== 'playback'));
  expect(wakeToSpeechMs).toBeUndefined();
  expect(unattributedMs).toBeUndefined();
});

test('a span whose parent never came is an orphan', () => {
  const { orphans } = turnOf(turnSpans.filter(({ id }) => id !== 'brain'));
  expect(orphans.map(({ name }) => name)).toEqual(['chat']);
});

test('a turn that lost its root keeps its stages, counted from the earliest', () => {
  const turn = turnOf(turnSpans.filter(({ id }) => id !== 'turn'));
  expect(turn.root).toBeUndefined();
  expect(turn.stages).toHaveLength(8);
  expect(turn.wakeToSpeechMs).toBe(2510);
  expect(turn.durationMs).toBe(4990);
  expect(turn.rootSelfMs).toBe(0);
});

test('a stage on a clock that is behind starts before the turn and disturbs nothing else', () => {
  const skewed = turnSpans.map((span) => (span.id === 'stt' ? { ...span, startMs: -400, endMs: -105 } : span));
  const turn = turnOf(skewed);
  expect(turn.stages[0]).toMatchObject({ stage: 'stt', startMs: -400, durationMs: 295, onCriticalPathMs: 0 });
  expect(turn.wakeToSpeechMs).toBe(2510);
});

test('a trace that is no voice turn has a root, a critical path and no stages', () => {
  const turn = turnOf([
    { id: 'get', name: 'GET /history', service: 'mordomo-core-api', startMs: 0, endMs: 80, parent: 'browser' },
    { id: 'db', name: 'query', service: 'mordomo-core-api', startMs: 10, endMs: 70, parent: 'get' },
  ]);
  expect(turn.root?.name).toBe('GET /history');
  expect(turn.stages).toEqual([]);
  expect(turn.rootSelfMs).toBe(20);
  expect(turn.durationMs).toBe(80);
});

test('log lines alone are a turn too, when the spans are lost', () => {
  const turn = turnOf([], turnLines);
  expect(turn.traceId).toBe(traceId);
  expect(turn.logs).toHaveLength(3);
  expect(turn.services).toEqual([]);
});
