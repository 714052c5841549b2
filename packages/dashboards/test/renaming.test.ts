/** A metric has one name: whoever changes it in the registry and generates has changed it everywhere. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const registryFile = 'packages/semconv/src/metrics/turn.ts';
const [before, after] = ['voice.response_latency', 'voice.reply_delay'];
let copy: string;

/** What generating reads and writes; of the packages, those that it uses. */
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'mordomo-rename-'));
  const isSource = (path: string) => !/\/(node_modules|dist|test|assets)$/.test(path);
  for (const folder of ['packages', 'scripts', 'dashboards', 'compose', 'docs', 'package.json'])
    cpSync(folder, join(copy, folder), { recursive: true, filter: isSource });
  mkdirSync(join(copy, 'node_modules/@mordomo'), { recursive: true });
  for (const name of readdirSync('node_modules').filter((each) => each !== '@mordomo'))
    symlinkSync(resolve('node_modules', name), join(copy, 'node_modules', name));
  for (const name of readdirSync('packages')) {
    const manifest = JSON.parse(readFileSync(join('packages', name, 'package.json'), 'utf8')) as { name: string };
    symlinkSync(join(copy, 'packages', name), join(copy, 'node_modules', manifest.name));
  }
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

const generate = (...args: string[]) =>
  spawnSync('node', ['--conditions=@mordomo/source', 'scripts/generate.ts', ...args], { cwd: copy, encoding: 'utf8' });

/** The generated files that name the metric as Prometheus does. */
function filesThatName(name: string): string[] {
  const prometheusName = name.replaceAll('.', '_');
  return ['dashboards', 'compose/config', 'docs'].flatMap((folder) =>
    readdirSync(join(copy, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(json|ya?ml|md)$/.test(file))
      .map((file) => join(folder, file))
      .filter((file) => readFileSync(join(copy, file), 'utf8').includes(`${prometheusName}_seconds`)),
  );
}

test('renaming a metric in the registry renames it on boards, in rules and in documents', () => {
  const named = filesThatName(before);
  expect(named).toEqual(expect.arrayContaining(['dashboards/mordomo-voice.json', 'docs/telemetry.md']));
  expect(named.some((file) => file.startsWith('compose/config/rules/'))).toBe(true);
  const file = join(copy, registryFile);
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(`'${before}'`, `'${after}'`));
  expect(generate('--check').status).toBe(1);
  expect(generate()).toMatchObject({ status: 0, stderr: '' });
  expect(filesThatName(after)).toEqual(named);
  expect(filesThatName(before)).toEqual([]);
  expect(generate('--check')).toMatchObject({ status: 0, stderr: '' });
});
