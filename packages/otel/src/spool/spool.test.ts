import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Ledger } from '../ledger.ts';
import type { Encoded } from '../otlp/encode.ts';
import { lineOf } from './segment.ts';
import { maxAgeMs, Spool, type Taken } from './spool.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mordomo-spool-'));
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
  vi.restoreAllMocks();
});

function open(maxBytes = 1_000_000): { spool: Spool; counted: () => string[] } {
  const ledger = new Ledger();
  const count = vi.spyOn(ledger, 'count');
  const spool = new Spool({ root, serviceName: 'stt', maxBytes, ledger });
  const counted = () =>
    count.mock.calls
      .filter(([, fate]) => fate === 'dropped')
      .map(([signal, , items, reason]) => `${signal} ${items} ${reason}`);
  return { spool, counted };
}

const record = (number: number, bytes = 0): Encoded => ({
  signal: 'logs',
  items: 1,
  body: JSON.stringify({ number, padding: 'x'.repeat(bytes) }),
});
const numbers = (taken: Taken | undefined): number[] =>
  (taken?.records ?? []).map(({ body }) => (JSON.parse(body) as { number: number }).number);
const files = (): string[] => readdirSync(join(root, 'stt')).sort();

/** Lets the segments of this process look like those of one that is dead: no process has this id. */
function orphan(): void {
  for (const name of files()) {
    renameSync(join(root, 'stt', name), join(root, 'stt', name.replace(/\.\d+-\d+\.jsonl$/, '.4194305-1.jsonl')));
  }
}

test('records come back in the order of their writing, and are forgotten once acknowledged', () => {
  const { spool } = open();
  [1, 2, 3].forEach((number) => spool.append(record(number)));
  const taken = spool.take();
  expect(numbers(taken)).toEqual([1, 2, 3]);
  taken?.settle([]);
  expect(spool.take()).toBeUndefined();
  expect(files()).toEqual([]);
});

test('a record is on disk, privately, as one line of the agreed form when append returns', () => {
  const { spool } = open();
  spool.append({ signal: 'traces', items: 2, body: '{"resourceSpans":[]}' });
  const [file = ''] = files();
  const path = join(root, 'stt', file);
  expect(readFileSync(path, 'utf8')).toBe('{"signal":"traces","items":2,"body":{"resourceSpans":[]}}\n');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(root, 'stt')).mode & 0o777).toBe(0o700);
});

test('what was not acknowledged when the process ended is what the next one finds', () => {
  const { spool } = open();
  [1, 2, 3].forEach((number) => spool.append(record(number)));
  spool.take()?.settle([record(3)]);
  orphan();
  expect(numbers(open().spool.take())).toEqual([3]);
});

test('a dead process is inherited from, oldest first; a living one is left alone', () => {
  const dead = open().spool;
  const living = open().spool;
  dead.append(record(1));
  orphan();
  living.append(record(9));
  const next = open().spool;
  next.append(record(2));
  const taken = next.take();
  expect(numbers(taken)).toEqual([1]);
  taken?.settle([]);
  expect(numbers(next.take())).toEqual([2]);
});

test('a running process takes over what another one leaves when it dies', () => {
  const running = open().spool;
  const other = open().spool;
  other.append(record(1));
  const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000);
  expect(running.take()).toBeUndefined();
  orphan();
  clock.mockReturnValue(performance.now() + 60_000);
  expect(numbers(running.take())).toEqual([1]);
});

test('a torn last line and damaged lines are skipped', () => {
  mkdirSync(join(root, 'stt'), { mode: 0o700 });
  const content = `${lineOf(record(1))}not json\n${lineOf(record(2))}${lineOf(record(3)).slice(0, -5)}`;
  writeFileSync(join(root, 'stt', '000000000000001-4194305-000001.4194305-1.jsonl'), content);
  vi.useFakeTimers({ now: 1000 });
  expect(numbers(open().spool.take())).toEqual([1, 2]);
  vi.useRealTimers();
});

test('beyond its bytes the oldest records are dropped and counted', () => {
  const { spool, counted } = open(40_000);
  for (let number = 0; number < 100; number += 1) spool.append(record(number, 1000));
  const kept: number[] = [];
  for (let taken = spool.take(); taken !== undefined; taken = spool.take()) {
    kept.push(...numbers(taken));
    taken.settle([]);
  }
  expect(kept.length).toBeGreaterThan(20);
  expect(kept.length).toBeLessThanOrEqual(40);
  expect(kept.at(-1)).toBe(99);
  expect(counted()).toHaveLength(100 - kept.length);
  expect(new Set(counted())).toEqual(new Set(['logs 1 size']));
});

test('beyond 72 hours records are dropped and counted, at 71 hours they are not', () => {
  const { spool, counted } = open();
  const start = Date.now();
  const clock = vi.spyOn(Date, 'now');
  spool.append(record(1));
  spool.take()?.settle([record(1)]);
  clock.mockReturnValue(start + maxAgeMs - 3_600_000);
  const taken = spool.take();
  expect(numbers(taken)).toEqual([1]);
  taken?.settle(taken.records);
  clock.mockReturnValue(start + maxAgeMs + 60_000);
  expect(spool.take()).toBeUndefined();
  expect(counted()).toEqual(['logs 1 age']);
});

test('a folder that is a link to somewhere else is not trusted; records wait in memory', () => {
  mkdirSync(join(root, 'elsewhere'));
  symlinkSync(join(root, 'elsewhere'), join(root, 'stt'));
  const { spool } = open();
  spool.append(record(1));
  expect(numbers(spool.take())).toEqual([1]);
  expect(readdirSync(join(root, 'elsewhere'))).toEqual([]);
});

test('a folder that others could read is closed to them', () => {
  mkdirSync(join(root, 'stt'));
  chmodSync(join(root, 'stt'), 0o755);
  open();
  expect(statSync(join(root, 'stt')).mode & 0o777).toBe(0o700);
});

test('without a disk the memory is bounded, and what it drops is counted', () => {
  writeFileSync(join(root, 'stt'), 'a file where the folder should be');
  const { spool, counted } = open();
  for (let number = 0; number < 10; number += 1) spool.append(record(number, 1_000_000));
  expect(numbers(spool.take())).toEqual([6, 7, 8, 9]);
  expect(counted()).toHaveLength(6);
  expect(counted()[0]).toBe('logs 1 unspooled');
});
