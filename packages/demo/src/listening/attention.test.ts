import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Attention } from './attention.ts';

const wake = { kind: 'wake', onset: 1000, detected: 1500, score: 1 } as const;
const utterance = { kind: 'utterance', audio: new Int16Array(0), speechEnded: 3000, decided: 3450 } as const;
const call = { device: 'kitchen', engine: 'scripted', wake, conversation: 'c', links: [] };

let ended: string[];
let attention: Attention;
beforeEach(() => {
  vi.useFakeTimers();
  ended = [];
  attention = new Attention(call, 25_000, (outcome) => void ended.push(outcome));
});
afterEach(() => vi.useRealTimers());

test('a turn that nobody answers ends by itself, counted from when the user had spoken', () => {
  vi.advanceTimersByTime(10_000);
  attention.listened(utterance);
  vi.advanceTimersByTime(24_000);
  expect(ended).toEqual([]);
  vi.advanceTimersByTime(1_000);
  expect(ended).toEqual(['timeout']);
});

test('a turn that was answered ends once', () => {
  attention.playbackStarted(4000);
  attention.playbackEnded(5000, 'answered');
  attention.end('error');
  vi.advanceTimersByTime(30_000);
  expect(ended).toEqual(['answered']);
});

test('a turn that is interrupted ends when the reply is silent, and soon also if nobody says so', () => {
  attention.interrupt(4000);
  attention.playbackEnded(4100, 'answered');
  const silent = new Attention(call, 25_000, (outcome) => void ended.push(outcome));
  silent.interrupt(4000);
  vi.advanceTimersByTime(1_000);
  expect(ended).toEqual(['interrupted', 'interrupted']);
});

test('turns have different ids where nobody traces them', () => {
  expect(new Attention(call, 25_000, () => {}).id).not.toBe(attention.id);
});
