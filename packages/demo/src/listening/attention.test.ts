import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Attention, type EndedTurn } from './attention.ts';

const wake = { kind: 'wake', onset: 1000, detected: 1500, score: 1 } as const;
const utterance = { kind: 'utterance', audio: new Int16Array(0), speechEnded: 3000, decided: 3450 } as const;

let ended: EndedTurn[];
let attention: Attention;
beforeEach(() => {
  vi.useFakeTimers();
  ended = [];
  attention = new Attention('kitchen', 'scripted', wake, (turn) => void ended.push(turn));
});
afterEach(() => vi.useRealTimers());

test('the house listens until the user has spoken, and then works on the answer', () => {
  expect(attention.isBusy).toBe(false);
  attention.listened(utterance);
  expect(attention.isBusy).toBe(true);
});

test('a turn that nobody answers ends by itself, so that the next one can begin', () => {
  attention.listened(utterance);
  vi.advanceTimersByTime(30_000);
  expect(ended).toMatchObject([{ outcome: 'timeout', traceId: attention.traceId }]);
});

test('a turn that was answered ends once', () => {
  attention.firstAudio(4000);
  attention.end('answered');
  attention.end('error');
  vi.advanceTimersByTime(30_000);
  expect(ended.map(({ outcome }) => outcome)).toEqual(['answered']);
});
