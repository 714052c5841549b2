import { cpus } from 'node:os';
import { mkdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { diskError, StackError } from '../errors.ts';
import { spawnBound } from '../run/process.ts';
import type { BinaryPart } from '../parts/types.ts';
import { buildFolder, GO_FLAGS, inspect, removeLeftovers, store } from './cache.ts';
import { requireGo } from './go.ts';
import { withLock } from './lock.ts';

export interface ObtainOptions {
  cacheDir: string;
  onProgress: (line: string) => void;
  /** Interrupts a build; what is built so far stays, and the next run goes on from there. */
  signal?: AbortSignal;
}

const PROGRESS_EVERY_MS = 15_000;

/** Builds the given parts into the cache, those that still are not there when it is our turn. */
export async function buildParts(parts: readonly BinaryPart[], options: ObtainOptions): Promise<void> {
  await requireGo(parts.map((part) => part.title));
  await announce(parts, options);
  const lock = join(options.cacheDir, 'parts', 'build.lock');
  const onWait = (pid: number) => options.onProgress(`Another run (process ${pid}) builds already; waiting for it.`);
  await withLock(lock, onWait, async () => {
    await removeLeftovers(options.cacheDir);
    for (const [index, part] of parts.entries()) {
      const built = await inspect(buildFolder(options.cacheDir, part));
      if (typeof built === 'string') await buildPart(part, `${index + 1} of ${parts.length}`, options);
    }
    // Only now: an interrupted build goes on where it was.
    await rm(goFolder(options.cacheDir), { recursive: true, force: true });
  });
}

/** Says what is to come, and refuses at once what could not end well. */
async function announce(parts: readonly BinaryPart[], { cacheDir, onProgress }: ObtainOptions): Promise<void> {
  const seconds = parts.reduce((sum, part) => sum + part.build.expectedSeconds, 0);
  const gigabytes = parts.reduce((sum, part) => sum + part.build.cacheGb, 0);
  const names = parts.map((part) => `${part.title} ${part.version}`).join(', ');
  onProgress(
    `Building ${names} with Go, once: about ${duration(seconds * speedFactor())} here, ` +
      `${gigabytes} GB of disk in ${cacheDir} meanwhile, 0.5 GB afterwards.`,
  );
  await mkdir(goFolder(cacheDir), { recursive: true }).catch((error: unknown) => {
    throw diskError(error, 'The parts cannot be built', cacheDir);
  });
  const { bavail, bsize } = await statfs(cacheDir);
  const free = (bavail * bsize) / 1e9;
  if (free < gigabytes) {
    throw new StackError(
      `The parts cannot be built: that takes ${gigabytes} GB of disk for a while, and ${free.toFixed(1)} GB are free in ${cacheDir}; ` +
        'free some space, or set XDG_CACHE_HOME to a folder on a larger disk.',
    );
  }
}

async function buildPart(part: BinaryPart, position: string, options: ObtainOptions): Promise<void> {
  const { cacheDir, onProgress } = options;
  const work = join(cacheDir, 'parts', `.tmp-build-${process.pid}`);
  const started = Date.now();
  const tell = () => {
    const elapsed = duration((Date.now() - started) / 1000);
    onProgress(
      `Building ${part.title} (${position}): ${elapsed} of about ${duration(part.build.expectedSeconds * speedFactor())}.`,
    );
  };
  tell();
  const timer = setInterval(tell, PROGRESS_EVERY_MS);
  try {
    await mkdir(work, { recursive: true });
    await runGo(part, work, options);
    const files = Object.fromEntries(part.build.binaries.map((name) => [name, join(work, name)]));
    await store(buildFolder(cacheDir, part), part.version, files);
  } catch (error) {
    if (error instanceof StackError) throw error;
    throw diskError(error, `${part.title} cannot be built`, cacheDir);
  } finally {
    clearInterval(timer);
    await rm(work, { recursive: true, force: true });
  }
  onProgress(`Built ${part.title} (${position}) in ${duration((Date.now() - started) / 1000)}.`);
}

function runGo(part: BinaryPart, work: string, { cacheDir, signal }: ObtainOptions): Promise<void> {
  const { module, packages, tags, binaries } = part.build;
  // With one package `-o` names the file, with several the folder.
  const output = packages.length === 1 ? join(work, binaries[0]) : `${work}/`;
  const args = [
    'build',
    '-ldflags',
    GO_FLAGS.ldflags,
    ...(tags === undefined ? [] : ['-tags', tags]),
    '-o',
    output,
    ...packages,
  ];
  const caches = {
    GOMODCACHE: join(goFolder(cacheDir), 'mod'),
    GOCACHE: join(goFolder(cacheDir), 'build'),
    GOTMPDIR: work, // the system's /tmp may be small
  };
  // Go makes its module cache read-only unless told otherwise, and it could not be removed then.
  const env = {
    ...process.env,
    GOWORK: 'off',
    ...GO_FLAGS.env,
    GOFLAGS: `${GO_FLAGS.env.GOFLAGS} -modcacherw`,
    ...caches,
  };
  return new Promise((resolve, reject) => {
    const child = spawnBound('go', args, { cwd: module, env, signal, stdio: ['ignore', 'ignore', 'pipe'] });
    let tail = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (tail = (tail + text).slice(-4000)));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) return resolve();
      reject(new StackError(explain(part, tail, cacheDir)));
    });
  });
}

function explain(part: BinaryPart, output: string, cacheDir: string): string {
  if (output.includes('no space left on device')) {
    return `${part.title} cannot be built: the disk that holds ${cacheDir} is full; free some space there and run this again.`;
  }
  const lines = output
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('go: downloading'));
  return `${part.title} cannot be built; Go's last words: ${lines.slice(-3).join(' | ') || 'none'}.`;
}

/** Go's caches while building; 15 GB for all parts. */
function goFolder(cacheDir: string): string {
  return join(cacheDir, 'go');
}

/** The expected times were measured on two cores; a build scales well up to eight. */
function speedFactor(): number {
  return 2 / Math.min(Math.max(cpus().length, 1), 8);
}

function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
