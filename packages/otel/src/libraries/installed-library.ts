/** Which library a loaded file belongs to. */
import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** A library as it is installed. */
export interface Library {
  readonly name: string;
  readonly version: string | undefined;
}

/** The library of this name that one of the files belongs to, with the version of its package.json; nothing if none does. */
export function installedLibrary(files: readonly string[], name: string): Library[] {
  const folder = join(sep, 'node_modules', name, sep);
  const file = files.find((loaded) => loaded.includes(folder));
  if (file === undefined) return [];
  return [{ name, version: versionIn(file.slice(0, file.lastIndexOf(folder) + folder.length)) }];
}

function versionIn(folder: string): string | undefined {
  try {
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}
