/** What the package.json of a program says about it. */
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Package {
  readonly name: string;
  /** Empty if nothing is said. */
  readonly version: string;
}

/** The nearest package.json with a name, at or above the file that a process was started with. */
export function packageOf(entryFile: string | undefined): Package | undefined {
  if (entryFile === undefined) return undefined;
  // A program in `node_modules/.bin` is a link to its package.
  for (let folder = dirname(realPath(entryFile)); ; folder = dirname(folder)) {
    const found = readPackage(join(folder, 'package.json'));
    if (found !== undefined || folder === dirname(folder)) return found;
  }
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

function readPackage(file: string): Package | undefined {
  try {
    const content = Object(JSON.parse(readFileSync(file, 'utf8'))) as Record<string, unknown>;
    const { name, version } = content;
    if (typeof name !== 'string' || name === '') return undefined;
    return { name, version: typeof version === 'string' ? version : '' };
  } catch {
    return undefined;
  }
}
