import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { BinaryPart } from '../parts/types.ts';

/** A usable binary, or why the ones found are not used. */
export interface PathSearch {
  found?: { binary: string; version: string };
  refused: string[];
}

/** Looks for a part on `PATH` and takes the first one whose version fits. */
export async function searchPath(part: BinaryPart, path = process.env['PATH'] ?? ''): Promise<PathSearch> {
  const { names, atLeast, below } = part.onPath;
  const refused: string[] = [];
  for (const binary of names.flatMap((name) => executables(name, path))) {
    const version = part.onPath.versionPattern.exec(await outputOf(binary, part.onPath.versionArgs));
    if (version === null) {
      refused.push(`${binary} is not used: it does not say its version.`);
      continue;
    }
    const [, major, minor, patch] = version;
    const text = `${major}.${minor}${patch}`;
    const number: [number, number] = [Number(major), Number(minor)];
    if (compare(number, atLeast) < 0 || compare(number, below) >= 0) {
      const wanted = `${atLeast.join('.')} or newer, older than ${below.join('.')}`;
      refused.push(`${binary} is not used: it is version ${text}, ${wanted} is needed.`);
    } else if (
      part.name === 'prometheus' &&
      !(await outputOf(binary, ['--help'])).includes('web.enable-otlp-receiver')
    ) {
      refused.push(`${binary} is not used: it was built without the OTLP receiver.`);
    } else {
      return { found: { binary, version: text }, refused };
    }
  }
  return { refused };
}

function executables(name: string, path: string): string[] {
  const candidates = path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name));
  return candidates.filter((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** What a command prints; nothing if it cannot be run. */
async function outputOf(binary: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout, stderr } = await promisify(execFile)(binary, args, { timeout: 10_000 });
    return stdout + stderr;
  } catch {
    return '';
  }
}

function compare(a: readonly [number, number], b: readonly [number, number]): number {
  return a[0] - b[0] || a[1] - b[1];
}
