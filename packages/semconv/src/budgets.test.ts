import { expect, test } from 'vitest';
import { defaultBudgets, formatBudgets, parseBudgets, verdictOf } from './index.ts';

test('a deployment replaces the budgets that it names, and keeps the others', () => {
  const { budgets, problems } = parseBudgets(' stt=0.8, response=2 ');
  expect({ budgets, problems }).toEqual({ budgets: { ...defaultBudgets, stt: 0.8, response: 2 }, problems: [] });
});

test('a budget that cannot be meant is told in one sentence, and its default holds', () => {
  const { budgets, problems } = parseBudgets('sst=1,tts=fast,brain_cloud=-1,playback=');
  expect(budgets).toEqual(defaultBudgets);
  expect(problems).toEqual([
    expect.stringMatching(/no budget "sst"; there are endpointing, stt,/),
    expect.stringMatching(/"tts=fast".*tts=0\.5; 0\.2 s is used/),
    expect.stringMatching(/"brain_cloud=-1"/),
    expect.stringMatching(/"playback="/),
  ]);
});

test('budgets are written as they are read', () => {
  const { budgets } = parseBudgets('stt=0.75');
  expect(parseBudgets(formatBudgets(budgets))).toEqual({ budgets, problems: [] });
});

test('the verdict says how long a wait was', () => {
  expect([0.8, 1.5, 2.5, 2.6].map((seconds) => verdictOf(seconds, defaultBudgets))).toEqual([
    'good',
    'acceptable',
    'slow',
    'bad',
  ]);
});
