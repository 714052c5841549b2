/** The packages as their users get them: packed, and installed in a folder outside the repository. */
import { globSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { run } from './run.ts';

/** Installs packages of the workspace, built before, and others of the registry (`express@5.3.0`). */
export async function installPacked(
  folder: string,
  names: readonly string[],
  others: readonly string[] = [],
): Promise<void> {
  const tarballs = join(folder, 'tarballs');
  await mkdir(tarballs);
  for (const name of names) await run('npm', ['pack', `./packages/${name}`, '--pack-destination', tarballs]);
  await installTarballs(folder, tarballs, others);
}

/** Installs all packages that lie in a folder as tarballs, and others of the registry. */
export async function installTarballs(folder: string, tarballs: string, others: readonly string[]): Promise<void> {
  await writeFile(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  const files = globSync('*.tgz', { cwd: tarballs }).map((file) => resolve(tarballs, file));
  await run('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--prefer-offline', ...files, ...others]);
}

/** The version of a package that the workspace has, as npm takes it. */
export const pinned = async (name: string): Promise<string> => {
  const { default: manifest } = (await import(`${name}/package.json`, { with: { type: 'json' } })) as {
    default: { version: string };
  };
  return `${name}@${manifest.version}`;
};
