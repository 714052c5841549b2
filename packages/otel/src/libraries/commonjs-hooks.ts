/**
 * Instrumentations see CommonJS packages only through `require`. An ES module that imports Express or pino below its
 * first line evaluates them after that line, but past `require`. Every CommonJS file goes through the loader of its
 * extension, though; there the instrumentations' own hooks are asked, and their answer becomes the module's exports.
 */
import Module, { createRequire, syncBuiltinESMExports } from 'node:module';
import { sep } from 'node:path';

type Loader = (module: NodeJS.Module, filename: string) => void;

const inPackage = `${sep}node_modules${sep}`;

/** Call after the instrumentations are enabled. */
export function hookCommonJs(): void {
  const require = createRequire(import.meta.url);
  // In-place patches; named imports of built-in modules follow only when told.
  require('node:http');
  require('node:https');
  syncBuiltinESMExports();

  // Deprecated in the documentation, present in every supported Node.
  const loaders = Reflect.get(Module, '_extensions') as Record<string, Loader | undefined> | undefined;
  const load = loaders?.['.js'];
  if (loaders === undefined || load === undefined) return;
  loaders['.js'] = function hooked(module, filename) {
    load.call(this, module, filename);
    if (filename.includes(inPackage)) passThroughRequire(module, () => require(filename));
  };
}

/**
 * Requiring a loaded file again asks the hooks once more. Where `require` brought the file here, its hooks are under way
 * and give the exports back as they are.
 */
function passThroughRequire(module: NodeJS.Module, requireAgain: () => unknown): void {
  try {
    // A module that is not marked as loaded would be taken for a cycle.
    module.loaded = true;
    module.exports = requireAgain();
  } catch {
    // The module itself is fine: it is only not instrumented.
  }
}
