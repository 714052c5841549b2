/**
 * Libraries whose `import` gives a real ES module. No hook of CommonJS sees those: a loader hook must be there before
 * they are linked. Most libraries with an `import` entry only wrap their CommonJS files, and need nothing of the kind.
 */
import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, extname, join } from 'node:path';
import type { Library } from './installed-library.ts';
import { importsOf } from './imports.ts';

interface Manifest {
  readonly version?: string;
  readonly type?: string;
  readonly main?: string;
  readonly exports?: unknown;
}

/** Those of the libraries that a file in this folder would import as ES modules. */
export const esLibraries = (definitions: readonly { readonly name: string }[], folder: string): Library[] =>
  [...new Set(definitions.map(({ name }) => name))]
    .filter((name) => !isBuiltin(name))
    .flatMap((name) => esLibrary(name, findPackage(name, folder)));

function esLibrary(name: string, folder: string | undefined): Library[] {
  if (folder === undefined) return [];
  try {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    return isEsModule(folder, manifest) ? [{ name, version: manifest.version }] : [];
  } catch {
    return [];
  }
}

function findPackage(name: string, folder: string): string | undefined {
  const candidate = join(folder, 'node_modules', name);
  if (existsSync(join(candidate, 'package.json'))) return candidate;
  return dirname(folder) === folder ? undefined : findPackage(name, dirname(folder));
}

function isEsModule(folder: string, manifest: Manifest): boolean {
  const entry = importTarget(manifest.exports) ?? manifest.main ?? 'index.js';
  if (!isEsFile(entry, manifest)) return false;
  const ownFiles = importsOf(join(folder, entry)).filter((specifier) => specifier.startsWith('.'));
  return ownFiles.every((file) => isEsFile(file, manifest));
}

const isEsFile = (file: string, { type }: Manifest): boolean =>
  extname(file) === '.mjs' || (type === 'module' && extname(file) !== '.cjs');

/** What Node takes of `exports` for `import 'name'`. */
function importTarget(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports;
  if (typeof exports !== 'object' || exports === null) return undefined;
  const targets = Object.entries('.' in exports ? { default: exports['.'] } : exports);
  const chosen = targets.find(([condition]) => ['node', 'import', 'module-sync', 'default'].includes(condition));
  return importTarget(chosen?.[1]);
}
