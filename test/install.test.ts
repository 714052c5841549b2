/** What an installation weighs, and that it holds one copy of each OpenTelemetry package. */
import { globSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PartStatus } from '@mordomo/stack';
import { launch, nativeOnly, temporaryFolder } from './support/mordomo.ts';
import { installPacked } from './support/packed.ts';
import { freePortOffset } from './support/ports.ts';
import { run } from './support/run.ts';
import { spooledSpans } from '../packages/otel/test/support/spool.ts';
import floors from './support/version-floors.json' with { type: 'json' };

const say = (text: string) => void process.stdout.write(`${text}\n`);

/** Of what npm put there; what tools keep beside it (`.vitest-cache` and the like) grows with every run. */
const megabytesOf = async (folder: string): Promise<number> =>
  Number((await run('du', ['-sm', '--exclude=.vit*', '--exclude=.cache', folder])).split('\t')[0]);

interface Manifest {
  readonly name: string;
  readonly version: string;
}

/** Every installed package below a folder, however deep. */
const installed = (folder: string): Manifest[] =>
  ['node_modules/*', 'node_modules/@*/*', '**/node_modules/*', '**/node_modules/@*/*']
    .flatMap((pattern) => globSync(`${pattern}/package.json`, { cwd: folder }))
    .filter((file, index, all) => all.indexOf(file) === index)
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Manifest);

function copies(folder: string): Record<string, string[]> {
  const versions: Record<string, string[]> = {};
  for (const { name, version } of installed(folder)) {
    if (name?.startsWith('@opentelemetry/')) (versions[name] ??= []).push(version);
  }
  return versions;
}

const moreThanOne = (folder: string) => Object.entries(copies(folder)).filter(([, versions]) => versions.length > 1);

/** Installed packages that are older than the oldest version without a known serious hole. */
const belowFloor = (folder: string): Manifest[] =>
  installed(folder).filter(({ name, version }) => {
    const floor = (floors as Record<string, { atLeast: string } | undefined>)[name]?.atLeast ?? '0.0.0';
    return version?.localeCompare(floor, 'en', { numeric: true }) < 0;
  });

describe('the workspace', () => {
  test('has one copy of each OpenTelemetry package', () => {
    expect(Object.keys(copies('.'))).toContain('@opentelemetry/core');
    expect(moreThanOne('.')).toEqual([]);
  });

  test('takes at most 500 MB', async () => {
    const megabytes = await megabytesOf('node_modules');
    say(`whole workspace installed: ${megabytes} MB`);
    expect(megabytes).toBeLessThanOrEqual(500);
  });

  test('has no high advisory, or where the registry does not answer that, no version below the known floors', async () => {
    const { stdout } = await launch('npm', ['audit', '--json']).finished;
    const { metadata } = JSON.parse(stdout) as { metadata?: { vulnerabilities: { high: number; critical: number } } };
    if (metadata === undefined) {
      say('npm audit: the registry gives no answer here; versions are compared with test/support/version-floors.json');
    }
    const { high = 0, critical = 0 } = metadata?.vulnerabilities ?? {};
    expect({ high, critical, below: belowFloor('.') }).toEqual({ high: 0, critical: 0, below: [] });
  });
});

beforeAll(() => run('npm', ['run', 'build']));

describe('a user of @mordomo/otel', () => {
  let user: Awaited<ReturnType<typeof temporaryFolder>>;

  beforeAll(async () => {
    user = await temporaryFolder();
    await installPacked(user.path, ['semconv', 'otel']);
  });

  afterAll(() => user.remove());

  test('installs at most 12 MB, and of OpenTelemetry only the API, which it shares', async () => {
    const megabytes = await megabytesOf(join(user.path, 'node_modules'));
    say(`what a user of @mordomo/otel installs: ${megabytes} MB`);
    expect(megabytes).toBeLessThanOrEqual(12);
    expect(Object.keys(copies(user.path))).toEqual(['@opentelemetry/api']);
  });

  test.each([
    ['an ES module', 'app.mjs', "import '@mordomo/otel';\nimport { trace } from '@opentelemetry/api';"],
    ['a CommonJS file', 'app.cjs', "require('@mordomo/otel');\nconst { trace } = require('@opentelemetry/api');"],
    ['TypeScript', 'app.ts', "import '@mordomo/otel';\nimport { trace, type Span } from '@opentelemetry/api';"],
  ])('is traced outside this repository as %s', async (_, file, head) => {
    const span = file.endsWith('.ts') ? '(span: Span)' : '(span)';
    const work = `trace.getTracer('app').startActiveSpan('hello', ${span} => span.end());`;
    await writeFile(join(user.path, file), `${head}\n${work}\n`);
    const spoolDir = join(user.path, `spool-${file}`);
    const env = {
      PATH: process.env['PATH'] ?? '',
      MORDOMO_SPOOL_DIR: spoolDir,
      MORDOMO_SPOOL_MODE: 'keep',
      MORDOMO_METRICS_SERVER: 'none',
      OTEL_SERVICE_NAME: 'app',
    };
    const { code, stderr } = await launch(process.execPath, [join(user.path, file)], env).finished;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(spooledSpans(spoolDir, 'app').map(({ name }) => name)).toEqual(['hello']);
  });

  test.each([
    ['nodenext', ['--module', 'nodenext', '--moduleResolution', 'nodenext']],
    ['bundler', ['--module', 'esnext', '--moduleResolution', 'bundler']],
  ])('has types where modules are resolved as %s', async (_, options) => {
    const right =
      "import '@mordomo/otel';\nimport { metricsHandler } from '@mordomo/otel/api';\nmetricsHandler.length;\n";
    await writeFile(join(user.path, 'right.ts'), right);
    await writeFile(join(user.path, 'wrong.ts'), right.replaceAll('metricsHandler', 'noSuchHelper'));
    const types = ['--types', 'node', '--typeRoots', resolve('node_modules/@types')];
    const compile = (file: string) =>
      launch('tsc', ['--ignoreConfig', '--noEmit', '--strict', ...types, ...options, join(user.path, file)]).finished;
    expect(await compile('right.ts')).toMatchObject({ code: 0, stdout: '' });
    expect((await compile('wrong.ts')).stdout).toContain('noSuchHelper');
  });
});

test('mordomo works from its packages: the stack comes up, is healthy, takes telemetry, and goes down', async () => {
  const user = await temporaryFolder();
  await installPacked(user.path, ['semconv', 'otel', 'turn', 'stack', 'doctor', 'cli']);
  const bin = join(user.path, 'node_modules', '.bin', 'mordomo');
  const data = ['--data', join(user.path, 'data')];
  const mordomo = (...args: readonly string[]) => run(process.execPath, [bin, ...args, ...data], { env: nativeOnly });
  await mordomo('up', '--detach', '--port-offset', String(await freePortOffset()));
  try {
    const parts = JSON.parse(await mordomo('status', '--json')) as PartStatus[];
    expect(parts.map(({ healthy }) => healthy)).toEqual(Array(8).fill(true));
    const mebibytes = (of: 'memoryBytes' | 'residentBytes') =>
      Math.round(parts.reduce((sum, { [of]: bytes = Infinity }) => sum + bytes, 0) / 2 ** 20);
    say(`stack at rest: ${mebibytes('memoryBytes')} MiB, resident ${mebibytes('residentBytes')} MiB`);
    expect(mebibytes('memoryBytes')).toBeLessThanOrEqual(200);
    expect(await mordomo('doctor')).toContain('Everything arrives.');
  } finally {
    await mordomo('down');
    await user.remove();
  }
});
