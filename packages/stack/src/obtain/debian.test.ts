import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { obtainDebianPackages } from './debian.ts';

/** Stands for apt-get: knows the package `tool` and its dependency `lib`; `update` works only with lists of its own. */
const aptGet = `#!/bin/sh
echo "$*" >> "$CALLS"
for word in "$@"; do
  case "$word" in
    Dir::State::lists=*) lists="\${word#*=}" ;;
    --simulate|download|update) action="$word" ;;
  esac
done
test "$action" = update && { : > "$lists/mirror_Packages"; echo 'E: a hook failed' >&2; exit 100; }
test -n "$STALE" && test -z "$lists" && { echo 'E: Unable to locate package tool' >&2; exit 100; }
case "$*" in *unknown*) echo 'W: noise' >&2; echo 'E: Unable to locate package unknown' >&2; exit 100 ;; esac
test "$action" = --simulate && { echo 'Inst lib (1.0 Debian:12 [amd64])'; exit 0; }
: > tool.deb; : > lib.deb
`;
const dpkg = `#!/bin/sh
mkdir -p "$3/usr/bin"; : > "$3/usr/bin/$(basename "$2" .deb)"
`;

let folder = '';
let cacheDir = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mordomo-debian-'));
  cacheDir = join(folder, 'cache');
  for (const [name, script] of Object.entries({ 'apt-get': aptGet, dpkg })) {
    writeFileSync(join(folder, name), script);
    chmodSync(join(folder, name), 0o755);
  }
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH']}`);
  vi.stubEnv('CALLS', join(folder, 'calls'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const calls = (): string[] => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');

test('a package is unpacked with what it needs, and only once', async () => {
  const root = await obtainDebianPackages(['tool'], { cacheDir });
  expect(readdirSync(join(root, 'usr', 'bin')).sort()).toEqual(['lib', 'tool']);
  expect(calls().at(-1)).toBe('download tool lib');
  const before = calls().length;
  expect(await obtainDebianPackages(['tool'], { cacheDir })).toBe(root);
  expect(calls()).toHaveLength(before);
});

test('two that ask at once get the same whole folder and leave nothing else behind', async () => {
  const roots = await Promise.all([1, 2, 3].map(() => obtainDebianPackages(['tool'], { cacheDir })));
  expect(new Set(roots).size).toBe(1);
  expect(readdirSync(cacheDir)).toHaveLength(1);
  expect(existsSync(join(roots[0] ?? '', 'usr', 'bin', 'lib'))).toBe(true);
});

test('missing or old package lists are read anew, also where the clean-up hooks of the image fail', async () => {
  vi.stubEnv('STALE', '1');
  const lines: string[] = [];
  await obtainDebianPackages(['tool'], { cacheDir, onProgress: (line) => lines.push(line) });
  expect(lines).toEqual([
    'reading the package lists anew: those of this machine are missing or too old',
    'downloading 2 Debian packages (tool)',
    expect.stringMatching(/^unpacking 2 packages into /),
  ]);
});

test('a package that Debian does not have, or a machine without apt, is said in one sentence', async () => {
  await expect(obtainDebianPackages(['unknown'], { cacheDir })).rejects.toThrow(
    'unknown cannot be taken from Debian: `apt-get` ended with 100: E: Unable to locate package unknown',
  );
  vi.stubEnv('PATH', cacheDir);
  await expect(obtainDebianPackages(['tool'], { cacheDir })).rejects.toThrow('there is no apt-get on this machine');
  expect(readdirSync(cacheDir)).toEqual([]);
});

test('what a killed run left is removed, the work of a living neighbour is not', async () => {
  const [dead, living] = ['.debian-999999999-x', `.debian-${process.pid}-x`];
  for (const name of [dead, living]) mkdirSync(join(cacheDir, name), { recursive: true });
  await obtainDebianPackages(['tool'], { cacheDir });
  expect(readdirSync(cacheDir)).toContain(living);
  expect(readdirSync(cacheDir)).not.toContain(dead);
});
