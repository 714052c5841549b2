import { afterEach, expect, test, vi } from 'vitest';
import { now } from './clock.ts';

afterEach(() => vi.restoreAllMocks());

test('the clock is finer than a millisecond, never goes back, and agrees with the wall clock', () => {
  const times = Array.from({ length: 1000 }, now);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(new Set(times).size).toBeGreaterThan(100);
  expect(Math.abs(now() - Date.now())).toBeLessThan(60);
});

test('when the wall clock is set, the clock follows it, and back', () => {
  const anHour = 3_600_000;
  const wall = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + anHour);
  expect(Math.abs(now() - Date.now())).toBeLessThan(60);
  wall.mockRestore();
  expect(Math.abs(now() - Date.now())).toBeLessThan(60);
});
