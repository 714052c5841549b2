/**
 * `@opentelemetry/api` may be installed several times. All copies share what was registered, but one that is newer than
 * the registered version does not trust it, and does nothing, without a word.
 */
import { readFileSync, realpathSync } from 'node:fs';
import { createRequire, findPackageJSON } from 'node:module';
import { dirname, join, sep } from 'node:path';

const name = '@opentelemetry/api';

export interface ApiCopy {
  readonly folder: string;
  readonly version: string;
}

/** The copies that this service uses or would use, the registered one first. */
export function apiCopies(entry = process.argv[1]): ApiCopy[] {
  const inside = join(sep, 'node_modules', name, sep);
  const loaded = Object.keys(createRequire(import.meta.url).cache)
    .filter((file) => file.includes(inside))
    .map((file) => file.slice(0, file.lastIndexOf(inside) + inside.length - 1));
  const folders = [folderFor(import.meta.url), folderFor(entry), ...loaded].filter((folder) => folder !== undefined);
  return [...new Set(folders)].flatMap((folder) => {
    const version = versionIn(folder);
    return version === undefined ? [] : [{ folder, version }];
  });
}

/** What to do about several copies, in one sentence; none if there is one copy. */
export function adviceOnApiCopies([used, ...others]: readonly ApiCopy[]): string[] {
  if (used === undefined || others.length === 0) return [];
  const found = others.map(({ version, folder }) => `${version} in ${folder}`).join(', ');
  const effect = others.every((copy) => trusts(copy.version, used.version))
    ? 'They work together as long as none is newer than the used one'
    : 'What is recorded through a newer one is lost';
  const fix = `set "${name}": "${used.version}" in package.json and run \`npm dedupe\``;
  return [
    `${name} is installed ${others.length + 1} times: ${used.version} in ${used.folder} is used, and there is ${found}. ${effect}: ${fix}.`,
  ];
}

/** The rule of the API: the same major version, and no minor version above the registered one. */
function trusts(version: string, registered: string): boolean {
  const [major, minor] = numbersOf(version);
  const [registeredMajor, registeredMinor] = numbersOf(registered);
  return major === registeredMajor && (minor ?? 0) <= (registeredMinor ?? 0);
}

const numbersOf = (version: string): number[] => version.split('.').map(Number);

/** Where a file would import the API from. */
function folderFor(file: string | undefined): string | undefined {
  try {
    const found = file === undefined ? undefined : findPackageJSON(name, file);
    return found === undefined ? undefined : realpathSync(dirname(found));
  } catch {
    return undefined;
  }
}

function versionIn(folder: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version?: string }).version;
  } catch {
    return undefined;
  }
}
