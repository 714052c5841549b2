import { expect, test } from 'vitest';
import { drawAxis, drawBar, drawSpan } from './bar.ts';

const scale = { startMs: 0, endMs: 1000, cells: 10 };

test('half a cell is the smallest step, and heavy lies over light', () => {
  expect(drawBar([{ startMs: 0, endMs: 1000 }], [], scale)).toBe('──────────');
  expect(drawBar([{ startMs: 150, endMs: 650 }], [{ startMs: 350, endMs: 500 }], scale)).toBe(' ╶─╼━─╴   ');
});

test('the shortest stretch and one at the very end can be seen', () => {
  expect(drawBar([], [{ startMs: 500, endMs: 500 }], scale)).toBe('     ╸    ');
  expect(drawBar([], [{ startMs: 1000, endMs: 1000 }], scale)).toBe('         ╺');
});

test('what lies outside of the scale is drawn at its edge', () => {
  expect(drawBar([{ startMs: -500, endMs: 5000 }], [], scale)).toBe('──────────');
});

test('a ruler has both its ends within the bar', () => {
  expect(drawSpan({ startMs: 200, endMs: 700 }, scale)).toBe('  ├───┤');
  expect(drawSpan({ startMs: 999, endMs: 1000 }, scale)).toBe('        ├┤');
});

test('the axis has round times, and a trace that took no time has one too', () => {
  expect(drawAxis({ startMs: 0, endMs: 5000, cells: 40 })).toBe('0 s     1 s     2 s     3 s     4 s');
  expect(drawAxis({ startMs: 0, endMs: 80, cells: 40 })).toBe('0 ms      20 ms     40 ms     60 ms');
  expect(drawAxis({ startMs: 0, endMs: 0.001, cells: 40 })).toMatch(/^0 ms/);
});
