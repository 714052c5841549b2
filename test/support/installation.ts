/** Folders with installed packages, kept between runs under a name that is made of what is in them. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { defaultCacheDir } from '@mordomo/stack';
import { run } from './run.ts';

const cache = join(defaultCacheDir(), 'packages');

/** A folder in which these packages are installed. @param binFolder is looked for `node` before PATH */
export async function installed(dependencies: Readonly<Record<string, string>>, binFolder = ''): Promise<string> {
  // Scripts of the one package that needs one: it puts the binary of Node in its place.
  const manifest = JSON.stringify({ private: true, dependencies, allowScripts: { node: true } }, null, 2);
  const folder = join(cache, createHash('sha256').update(manifest).update(binFolder).digest('hex').slice(0, 16));
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const unfinished = await mkdtemp(join(cache, 'unfinished-'));
  await writeFile(join(unfinished, 'package.json'), manifest);
  const env = { ...process.env, PATH: `${binFolder}${delimiter}${process.env['PATH'] ?? ''}` };
  await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: unfinished, env });
  // Another run may have been faster.
  if (existsSync(folder)) await rm(unfinished, { recursive: true });
  else await rename(unfinished, folder);
  return folder;
}

/** The folder with the binary of this version of Node. */
export const nodeFolder = async (version: string): Promise<string> =>
  version === process.versions.node
    ? join(process.execPath, '..')
    : join(await installed({ node: version }), 'node_modules', 'node', 'bin');
