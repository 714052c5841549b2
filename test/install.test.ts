/** What an installation weighs, and that it holds one copy of each OpenTelemetry package. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, temporaryFolder } from './support/mordomo.ts';
import { freePortOffset } from './support/ports.ts';
import floors from './support/version-floors.json' with { type: 'json' };

const say = (text: string) => void process.stdout.write(`${text}\n`);

async function run(command: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await launch(command, args).finished;
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
  return stdout;
}

/** Packs the packages and installs them in a folder outside the repository, as their user would. */
async function installPacked(folder: string, names: readonly string[]): Promise<void> {
  const tarballs = join(folder, 'tarballs');
  await mkdir(tarballs);
  for (const name of names) await run('npm', ['pack', `./packages/${name}`, '--pack-destination', tarballs]);
  await writeFile(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  const files = globSync('*.tgz', { cwd: tarballs }).map((file) => join(tarballs, file));
  await run('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', ...files]);
}

const megabytesOf = async (folder: string): Promise<number> =>
  Number((await run('du', ['-sm', folder])).split('\t')[0]);

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

  test('takes at most 480 MB', async () => {
    const megabytes = await megabytesOf('node_modules');
    say(`whole workspace installed: ${megabytes} MB`);
    expect(megabytes).toBeLessThanOrEqual(480);
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

  test('gets a package that works outside this repository', async () => {
    await writeFile(
      join(user.path, 'app.js'),
      `import '@mordomo/otel';
       import { trace } from '@opentelemetry/api';
       trace.getTracer('app').startActiveSpan('hello', (span) => span.end());`,
    );
    const env = {
      PATH: process.env['PATH'] ?? '',
      MORDOMO_SPOOL_DIR: join(user.path, 'spool'),
      MORDOMO_SPOOL_MODE: 'keep',
      MORDOMO_METRICS_SERVER: 'none',
      OTEL_SERVICE_NAME: 'app',
    };
    const { code, stderr } = await launch(process.execPath, [join(user.path, 'app.js')], env).finished;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const spooled = globSync('spool/app/*.jsonl', { cwd: user.path }).map((file) =>
      readFileSync(join(user.path, file), 'utf8'),
    );
    expect(existsSync(join(user.path, 'spool', 'app'))).toBe(true);
    expect(spooled.join('')).toContain('"hello"');
  });
});

test('mordomo works from its packages: the stack comes up, is healthy, and goes down', async () => {
  const user = await temporaryFolder();
  await installPacked(user.path, ['semconv', 'turn', 'stack', 'cli']);
  const bin = join(user.path, 'node_modules', '.bin', 'mordomo');
  const data = ['--data', join(user.path, 'data')];
  const mordomo = (...args: readonly string[]) => run(process.execPath, [bin, ...args, ...data]);
  await mordomo('up', '--detach', '--port-offset', String(await freePortOffset()));
  const parts = JSON.parse(await mordomo('status', '--json')) as { name: string; healthy: boolean; rssBytes: number }[];
  await mordomo('down');
  await user.remove();
  expect(parts.filter(({ healthy }) => healthy).map(({ name }) => name)).toHaveLength(6);
  const megabytes = Math.round(parts.reduce((sum, { rssBytes }) => sum + rssBytes, 0) / 2 ** 20);
  say(`stack at rest: ${megabytes} MB`);
  expect(megabytes).toBeLessThanOrEqual(450);
});
