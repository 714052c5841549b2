import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeNumber } from './instance-number.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mordomo-instances-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Lets the owner of a number be dead: no process has this id. */
function kill(number: number): void {
  const token = readdirSync(folder).find((name) => name.startsWith(`brain.${number}.`)) ?? '';
  renameSync(join(folder, token), join(folder, `brain.${number}.4194305-1`));
}

test('living instances have different numbers, the lowest first; other services count by themselves', () => {
  expect([takeNumber(folder, 'brain', 0), takeNumber(folder, 'brain', 0), takeNumber(folder, 'brain', 1)]).toEqual([
    0, 1, 2,
  ]);
  expect(takeNumber(folder, 'brain.lab', 0)).toBe(0);
});

test('a number is given again once its owner is dead, so that restarts make no new series', () => {
  for (let count = 0; count < 4; count += 1) takeNumber(folder, 'brain', 0);
  kill(0);
  kill(2);
  expect(takeNumber(folder, 'brain', 1)).toBe(2);
  expect(takeNumber(folder, 'brain', 0)).toBe(0);
  expect(takeNumber(folder, 'brain', 0)).toBe(4);
});
