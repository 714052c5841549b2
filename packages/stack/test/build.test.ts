import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, rm, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { discardIfDamaged, obtainParts } from '../src/obtain/obtain.ts';
import { PARTS } from '../src/parts/index.ts';
import type { BinaryPart } from '../src/parts/types.ts';

const hasGo = spawnSync('go', ['version']).status === 0;

// Go's caches are shared by the tests below, through a link; else each one would compile the standard library.
let goCaches: string;
beforeAll(async () => {
  goCaches = await mkdtemp(join(tmpdir(), 'mordomo-go-'));
});
afterAll(() => rm(goCaches, { recursive: true, force: true }));

let root: string;
let cacheDir: string;
let part: BinaryPart;
let said: string[];
const onProgress = (line: string) => said.push(line);

// A part that is built as the real ones are, in a second: a module without dependencies.
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'mordomo-build-'));
  cacheDir = join(root, 'cache');
  const module = join(root, 'module');
  await mkdir(module);
  await mkdir(cacheDir);
  await symlink(goCaches, join(cacheDir, 'go'));
  await writeFile(join(module, 'go.mod'), 'module mordomo.local/greeter\n\ngo 1.21\n');
  await writeFile(join(module, 'main.go'), 'package main\n\nfunc main() { println("greetings") }\n');
  part = {
    ...PARTS.jaeger,
    title: 'Greeter',
    version: '1.0.0',
    onPath: { ...PARTS.jaeger.onPath, names: [] },
    build: { module, packages: ['.'], binaries: ['greeter'], expectedSeconds: 1, cacheGb: 1 },
  };
  said = [];
});
afterEach(() => rm(root, { recursive: true, force: true }));

const obtain = () => obtainParts([part], { cacheDir, onProgress });
const greeting = (binary: string) => spawnSync(binary, { encoding: 'utf8' }).stderr.trim();

describe.skipIf(!hasGo)('a part built with Go', () => {
  test('is announced with its cost, built once, and Go leaves nothing behind', async () => {
    const [first] = await obtain();
    expect(said[0]).toMatch(/^Building Greeter 1\.0\.0 with Go, once: about .* here, 1 GB of disk in .* meanwhile/);
    expect(said).toContainEqual(expect.stringMatching(/^Built Greeter \(1 of 1\) in (\d+ min )?\d+ s\.$/));
    expect(greeting(first?.binary ?? '')).toBe('greetings');
    expect(existsSync(join(cacheDir, 'go'))).toBe(false);
    said = [];
    expect(await obtain()).toEqual([first]);
    expect(said).toEqual([]);
  });

  test('is built anew when its sources change', async () => {
    const [first] = await obtain();
    await writeFile(join(part.build.module, 'main.go'), 'package main\n\nfunc main() { println("hello") }\n');
    const [second] = await obtain();
    expect(second?.binary).not.toBe(first?.binary);
    expect(greeting(second?.binary ?? '')).toBe('hello');
  });

  test('that is cut short on disk is noticed and built again', async () => {
    const [first] = await obtain();
    await truncate(first?.binary ?? '', 1000);
    said = [];
    const [second] = await obtain();
    expect(said[0]).toMatch(/^The cached Greeter in .* is damaged; it is obtained anew\.$/);
    expect(greeting(second?.binary ?? '')).toBe('greetings');
  });

  test('with one flipped bit is noticed, also when size and time do not show it', async () => {
    const [first] = await obtain();
    if (!first) throw new Error('nothing was built');
    const { atime, mtime } = await stat(first.binary);
    const file = await open(first.binary, 'r+');
    await file.write(Buffer.from([0xff]), 0, 1, 2000);
    await file.close();
    await utimes(first.binary, atime, mtime);
    expect(await discardIfDamaged(first, cacheDir)).toBe(true);
    const [second] = await obtain();
    expect(greeting(second?.binary ?? '')).toBe('greetings');
  });

  test('is built once when two runs want it at the same time', async () => {
    const runs = await Promise.all([obtain(), obtain()]);
    expect(runs[0]).toEqual(runs[1]);
    expect(said.filter((line) => line.startsWith('Built '))).toHaveLength(1);
    expect(said).toContainEqual(
      expect.stringMatching(/^Another run \(process \d+\) builds already; waiting for it\.$/),
    );
  });

  test('goes on after a run that was killed in the middle', async () => {
    await mkdir(join(cacheDir, 'parts', '.tmp-build-1'), { recursive: true });
    const killed = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    killed.kill('SIGKILL');
    await new Promise((resolve) => killed.once('exit', resolve));
    const lock = { pid: killed.pid, startTime: '1' };
    await writeFile(join(cacheDir, 'parts', 'build.lock'), JSON.stringify(lock));
    await obtain();
    expect(
      (await readdir(join(cacheDir, 'parts'))).filter((name) => name.startsWith('.') || name.endsWith('.lock')),
    ).toEqual([]);
  });

  test("that does not compile ends in one sentence with Go's last words", async () => {
    await writeFile(join(part.build.module, 'main.go'), 'package main\n\nfunc main() { nonsense() }\n');
    await expect(obtain()).rejects.toThrow(/^Greeter cannot be built; Go's last words: .*undefined: nonsense\.$/);
  });

  test('ends in one sentence when the disk is full', async ({ skip }) => {
    skip(
      spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', cacheDir]).status !== 0,
      'a small disk can be mounted by root only',
    );
    try {
      await expect(obtain()).rejects.toThrow(/that takes 1 GB of disk for a while, and 0\.0 GB are free/);
    } finally {
      execFileSync('umount', [cacheDir]);
    }
  });
});

test('a binary on PATH of the wrong version is not used, and that is said', async () => {
  const bin = join(root, 'bin');
  await mkdir(bin);
  await writeFile(join(bin, 'jaeger'), '#!/bin/sh\necho "version v1.50.0"\n', { mode: 0o755 });
  const path = process.env['PATH'];
  process.env['PATH'] = bin;
  try {
    await expect(obtainParts([PARTS.jaeger], { cacheDir, onProgress })).rejects.toThrow(/^Jaeger must be built first/);
  } finally {
    process.env['PATH'] = path;
  }
  expect(said).toEqual([
    `${join(bin, 'jaeger')} is not used: it is version 1.50.0, 2.13 or newer, older than 2.21 is needed.`,
  ]);
});
