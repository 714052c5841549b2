import { existsSync } from 'node:fs';
import { access, constants, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diskError, StackError } from './errors.ts';

type Environment = Record<string, string | undefined>;

/** Where a stack keeps everything unless told otherwise: `$XDG_STATE_HOME/mordomo`. */
export function defaultDataDir(env: Environment = process.env): string {
  return join(env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'mordomo');
}

/** Where binaries and Debian packages are kept for all stacks of this user: `$XDG_CACHE_HOME/mordomo`. */
export function defaultCacheDir(env: Environment = process.env): string {
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'mordomo');
}

/** Folders and files inside a stack's data folder. */
export function dataPaths(dataDir: string) {
  const root = resolve(dataDir);
  const run = join(root, 'run');
  return {
    root,
    run,
    logs: join(root, 'logs'),
    targets: join(run, 'targets'),
    servers: join(root, 'servers.json'),
    backends: join(run, 'backends.json'),
    prometheusConfig: join(run, 'prometheus.yml'),
    rules: join(run, 'rules'),
    alertmanagers: join(run, 'alertmanagers.json'),
    alerting: join(run, 'alerting'),
    secrets: join(root, 'secrets'),
    grafanaPassword: join(run, 'grafana-password'),
    log: (part: string) => join(root, 'logs', `${part}.log`),
    part: (part: string) => join(root, part),
  };
}

/** The folder that holds each service's spool: what `MORDOMO_SPOOL_DIR` takes. */
export function spoolDirOf(dataDir: string): string {
  return join(resolve(dataDir), 'spool');
}

/** The folder of the replies' audio, one file per turn, named after its trace. */
export function repliesDirOf(dataDir: string): string {
  return join(resolve(dataDir), 'replies');
}

/** Makes the folder (mode 0700: it holds a household's telemetry) and makes sure that one can write there. */
export async function ensureWritableDir(folder: string, purpose: string): Promise<void> {
  // There, Node's recursive mkdir would never return.
  if (resolve(folder).startsWith('/proc/'))
    throw new StackError(`The folder for ${purpose} cannot be used: nothing can be kept in ${folder}; choose another.`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw diskError(error, `The folder for ${purpose} cannot be used`, folder);
  }
}

/**
 * A file of `collector/` or `compose/`. They lie at the repository's root and, in the published package, in its `assets/`;
 * `src/` and `dist/` are equally deep, so one rule serves both.
 */
export function asset(...path: string[]): string {
  const repository = fileURLToPath(new URL('../../../', import.meta.url));
  const isHere = existsSync(join(repository, 'collector', 'builder.yaml'));
  return join(isHere ? repository : fileURLToPath(new URL('../assets/', import.meta.url)), ...path);
}
