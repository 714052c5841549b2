import { expect, test } from 'vitest';
import { TurnNotFoundError } from './errors.ts';
import type { Turn } from './model.ts';
import { turnOf, turnSpans } from './testing/turns.ts';
import { missingFrom, waitForTurn } from './wait.ts';

const complete = turnOf(turnSpans);
const notYet = { status: 'nothing', spans: 0, message: 'Jaeger has no span of it.' } as const;

/** A source that gives one answer after the other and then repeats the last. */
function answers(...given: (Turn | Error)[]) {
  let asked = 0;
  const read = (): Promise<Turn> => {
    const answer = given[Math.min(asked, given.length - 1)];
    asked += 1;
    return answer instanceof Error || answer === undefined
      ? Promise.reject(answer ?? new Error('no answer given'))
      : Promise.resolve(answer);
  };
  return { read, asked: () => asked };
}

test('a turn is read again until nothing of it is missing', async () => {
  const source = answers(
    new TurnNotFoundError('not yet'),
    turnOf(turnSpans, [], { jaeger: notYet }),
    turnOf(turnSpans.filter(({ id }) => id !== 'turn')),
    turnOf(turnSpans.slice(0, 3)),
    complete,
  );
  const turn = await waitForTurn(source.read, { timeoutMs: 2000, minSpans: turnSpans.length, intervalMs: 1 });
  expect(turn).toBe(complete);
  expect(source.asked()).toBe(5);
});

test('a stage that the turn is known to have is waited for, however many spans have come', async () => {
  const withoutPlayback = turnOf(turnSpans.filter(({ id }) => id !== 'playback'));
  const source = answers(withoutPlayback, complete);
  const turn = await waitForTurn(source.read, { timeoutMs: 2000, stages: ['stt', 'playback'], intervalMs: 1 });
  expect(turn).toBe(complete);
  expect(missingFrom(withoutPlayback, { stages: ['stt', 'playback'] })).toEqual([
    'Of the stages playback no span has come.',
  ]);
});

test('at the deadline the turn is returned as far as it has come, and what it lacks can be said', async () => {
  const partly = turnOf(turnSpans.slice(1, 4), [], { jaeger: notYet });
  const turn = await waitForTurn(answers(partly).read, { timeoutMs: 20, intervalMs: 5 });
  expect(missingFrom(turn, { minSpans: 11, minLines: 2 })).toEqual([
    'Jaeger has no span of it.',
    'The span of the turn itself has not come.',
    'The parents of 3 spans have not come.',
    '3 of 11 spans have come.',
    '0 of 2 log lines have come.',
  ]);
});

test('nothing at all by the deadline is an error, and so is a defect at once', async () => {
  const absent = answers(new TurnNotFoundError('never'));
  await expect(waitForTurn(absent.read, { timeoutMs: 20, intervalMs: 5 })).rejects.toThrow('never');
  expect(absent.asked()).toBeGreaterThan(1);
  const broken = answers(new TypeError('defect'));
  await expect(waitForTurn(broken.read, { timeoutMs: 1000 })).rejects.toThrow('defect');
  expect(broken.asked()).toBe(1);
});
