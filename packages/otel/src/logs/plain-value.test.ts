import { expect, test } from 'vitest';
import { plainValue } from './plain-value.ts';

test('what people log comes out as text, numbers, lists and maps', () => {
  const given = {
    lamps: [1, 2n, null],
    at: new Date(0),
    never: new Date(Number.NaN),
    error: new TypeError('broken'),
    rooms: new Set(['kitchen']),
    doors: new Map([[1, { open: true }]]),
    audio: new Uint8Array(3),
    close: function close() {},
    mark: Symbol('mark'),
  };
  expect(plainValue(given)).toEqual({
    lamps: [1, '2', null],
    at: '1970-01-01T00:00:00.000Z',
    never: 'Invalid Date',
    error: 'TypeError: broken',
    rooms: ['kitchen'],
    doors: { 1: { open: true } },
    audio: '[3 bytes]',
    close: '[function close]',
    mark: 'Symbol(mark)',
  });
});

test('a circle, a huge object and a getter that throws cost a bounded line', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  expect(JSON.stringify(plainValue(circle))).toContain('[more]');
  const wide = Array.from({ length: 1000 }, () => Array.from({ length: 1000 }, () => 'x'));
  expect(JSON.stringify(plainValue(wide)).length).toBeLessThan(10_000);
  const hostile = Object.defineProperty({}, 'bad', {
    enumerable: true,
    get: () => {
      throw new Error('no');
    },
  });
  expect(plainValue(hostile)).toBe('[unreadable: no]');
});
