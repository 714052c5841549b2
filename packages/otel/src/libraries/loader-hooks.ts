/**
 * Loader hooks, by which instrumentations see ES modules that are linked from now on: everything where this package is
 * preloaded, what is imported later by `import()` where it is the first line. They make every later import a little
 * slower, so only services with such libraries get them.
 */
import { createRequire, register } from 'node:module';

type Hooks = typeof import('import-in-the-middle/register-hooks.mjs');

/** Hooks the imports of these libraries, if there are any; gives whether that is so. */
export function hookLoader(libraries: readonly { readonly name: string }[]): boolean {
  if (libraries.length === 0) return false;
  const require = createRequire(import.meta.url);
  const include = libraries.map(({ name }) => name);
  const { supportsSyncHooks } = require('import-in-the-middle/supports-sync-hooks.mjs') as Hooks;
  if (supportsSyncHooks()) {
    (require('import-in-the-middle/register-hooks.mjs') as Hooks).register({ include });
    return true;
  }
  // Older releases of Node 22 and 24 have hooks on a thread of their own, which `--require` comes too early for.
  if (isRequiredByNode()) return false;
  register('import-in-the-middle/hook.mjs', import.meta.url, { data: { include } });
  return true;
}

const isRequiredByNode = (): boolean =>
  [...process.execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(' ')].some((option) =>
    /^(-r|--require\b)/.test(option),
  );
