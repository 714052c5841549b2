/** The real PostgreSQL and its exporter, from Debian's packages, as ordinary processes in a folder of their own. */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultCacheDir, obtainDebianPackages } from '@mordomo/stack';
import { until } from './poll.ts';

/** Why neither can be had here, in one line; undefined if they can. */
export function whyNoPostgresql(): string | undefined {
  const missing = ['apt-get', 'dpkg'].find((name) => spawnSync('which', [name]).status !== 0);
  return missing === undefined ? undefined : `PostgreSQL not run: ${missing}, which would obtain it, is not installed`;
}

export interface PostgresqlServer {
  /** Where the exporter answers, as `servers.json` holds it. */
  readonly exporter: string;
  /** Asks the server itself. */
  readonly ask: (sql: string) => string;
  /** Holds a connection that works on something until the end. */
  readonly keepBusy: () => void;
  readonly stopServer: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** PostgreSQL refuses to run as root, which therefore runs it as nobody in particular. */
const runAs = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

export async function startPostgresql(onProgress: (line: string) => void): Promise<PostgresqlServer> {
  const folder = mkdtempSync(join(tmpdir(), 'mordomo-postgresql-'));
  const processes: ChildProcess[] = [];
  const stop = async () => {
    for (const child of processes.toReversed()) await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { pathOf, env } = await programs(folder, onProgress);
    const options = { ...runAs, cwd: folder, env };
    const start = (name: string, args: readonly string[]): ChildProcess => {
      const child = spawn(pathOf(name), args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
      processes.push(child);
      child.stderr?.resume();
      return child;
    };
    // Over a socket in the folder alone, so that it takes no port.
    const data = join(folder, 'data');
    execFileSync(pathOf('initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '--locale=C', '--no-sync'], options);
    const server = start('postgres', ['-D', data, '-k', folder, '-c', 'listen_addresses=']);
    const client = (sql: string) => ['-h', folder, '-U', 'postgres', '-Atc', sql];
    const ask = (sql: string): string =>
      execFileSync(pathOf('psql'), client(sql), { ...options, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const answers = () => ask('select 1').trim();
    await until('PostgreSQL', answers, (answer) => answer === '1', 60_000);
    const exporter = await listening(start('prometheus-postgres-exporter', ['--web.listen-address=127.0.0.1:0']));
    return {
      exporter,
      ask,
      keepBusy: () => void start('psql', client('select pg_sleep(3600)')),
      stopServer: () => end(server),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Where the programs lie, and what they need to run there. */
async function programs(folder: string, onProgress: (line: string) => void) {
  const names = ['postgresql', 'prometheus-postgres-exporter'];
  const obtained = await obtainDebianPackages(names, { cacheDir: join(defaultCacheDir(), 'engines'), onProgress });
  const root = join(folder, 'root'); // a copy, since nobody else may look into root's folders
  cpSync(obtained, root, { recursive: true, verbatimSymlinks: true });
  if (runAs.uid !== undefined) chownSync(folder, runAs.uid, runAs.gid);
  // What is installed here was not obtained again. Debian's `psql` in `usr/bin` is a script that looks for clusters of its own.
  const places = [root, '/'].flatMap((place) => [join(place, 'usr/lib/postgresql/*/bin'), join(place, 'usr/bin')]);
  const pathOf = (name: string): string => {
    const [path] = places.flatMap((place) => globSync(join(place, name)));
    if (path === undefined) throw new Error(`There is no ${name} in ${names.join(' and ')}.`);
    return path;
  };
  const env = {
    PATH: process.env['PATH'],
    LC_ALL: 'C',
    LD_LIBRARY_PATH: globSync(join(root, 'usr/lib/*-linux-gnu')).join(':'),
    DATA_SOURCE_NAME: `user=postgres host=${folder} dbname=postgres sslmode=disable`,
  };
  return { pathOf, env };
}

/** The address that the exporter chose. */
async function listening(exporter: ChildProcess): Promise<string> {
  let said = '';
  exporter.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const address = () => /Listening on" address=(127\.0\.0\.1:\d+)/.exec(said)?.[1] ?? said;
  return await until('the exporter of PostgreSQL', address, (seen) => /^127[\d.]+:\d+$/.test(seen));
}

/** SIGINT ends PostgreSQL at once, without waiting for its clients. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGINT');
  await exit;
}
