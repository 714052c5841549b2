import { expect, test } from 'vitest';
import { PORTS, withOffset } from './ports.ts';

test('no two programs want the same port', () => {
  expect(new Set(Object.values(PORTS)).size).toBe(Object.values(PORTS).length);
});

test('an offset moves every port, and one that leaves the range of ports is refused in a sentence', () => {
  expect(withOffset(1000)).toMatchObject({ otlp: 5318, loki: 4100 });
  expect(() => withOffset(60_000)).toThrow(
    /^The port offset 60000 cannot be used; give a whole number between -\d+ and \d+\.$/,
  );
  expect(() => withOffset(0.5)).toThrow('The port offset 0.5 cannot be used');
});
