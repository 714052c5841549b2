import type { Outcome } from '@mordomo/semconv';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Attention } from './attention.ts';
import { Room } from './room.ts';

let turns: Attention[];
let told: string[];
let room: Room;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  turns = [];
  told = [];
  const numberOf = (turn: Attention) => turns.indexOf(turn);
  room = new Room('scripted', {
    began: (turn) => told.push(`${turns.push(turn) - 1} began at ${turn.device}`),
    interrupted: (turn) => told.push(`${numberOf(turn)} interrupted`),
    spoke: (turn) => told.push(`${numberOf(turn)} spoke`),
    ended: (turn, outcome: Outcome) => told.push(`${numberOf(turn)} ${outcome}`),
  });
});
afterEach(() => vi.useRealTimers());

const wake = () => ({ kind: 'wake', onset: Date.now() - 500, detected: Date.now(), score: 1 }) as const;
const utterance = () =>
  ({ kind: 'utterance', audio: new Int16Array(0), speechEnded: Date.now() - 450, decided: Date.now() }) as const;

test('a wake word that two devices hear is one turn, and a duplicate of it', () => {
  expect(room.hear('shelf', wake())).toBe(true);
  vi.advanceTimersByTime(40);
  expect(room.hear('table', wake())).toBe(false);
  expect(told).toEqual(['0 began at shelf', '1 began at table', '1 duplicate_wake']);
  room.hear('table', utterance());
  room.hear('shelf', utterance());
  expect(told.at(-1)).toBe('0 spoke');
});

test('the wake word during a reply interrupts it and begins the next turn', () => {
  room.hear('shelf', wake());
  room.hear('shelf', utterance());
  vi.advanceTimersByTime(3_000);
  expect(room.hear('shelf', wake())).toBe(true);
  turns[0]?.playbackEnded(Date.now(), 'answered');
  expect(told.slice(2)).toEqual(['0 interrupted', '1 began at shelf', '0 interrupted']);
  expect(turns[1]?.conversation).toBe(turns[0]?.conversation);
});

test('who speaks again soon goes on with the conversation; who speaks later begins another', () => {
  room.hear('shelf', wake());
  turns[0]?.end('answered');
  vi.advanceTimersByTime(20_000);
  room.hear('table', wake());
  turns[1]?.end('answered');
  vi.advanceTimersByTime(60_000);
  room.hear('table', wake());
  expect(turns[1]?.conversation).toBe(turns[0]?.conversation);
  expect(turns[2]?.conversation).not.toBe(turns[0]?.conversation);
});

test('the wake word and then nothing ends the turn without speech', () => {
  room.hear('shelf', wake());
  room.hear('shelf', { kind: 'silence' });
  expect(told).toEqual(['0 began at shelf', '0 no_speech']);
});
