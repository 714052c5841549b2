/** Puts the instrumentations in the way of every library that is loaded from now on, however it is loaded. */
import { dirname } from 'node:path';
import { watchCoverage } from '../coverage.ts';
import { hookCommonJs } from './commonjs-hooks.ts';
import { esLibraries } from './es-libraries.ts';
import { hookLoader } from './loader-hooks.ts';
import { guardPatches, moduleDefinitions } from './module-definitions.ts';

/**
 * Call after the instrumentations are enabled.
 * @param filesBefore CommonJS files that were loaded before this package.
 */
export function hookLibraries(instrumentations: readonly object[], filesBefore: readonly string[]): void {
  const definitions = instrumentations.map(moduleDefinitions);
  definitions.flat().forEach(guardPatches);
  const inEsModules = esLibraries(definitions.flat(), dirname(process.argv[1] ?? '.'));
  hookCommonJs();
  const areImportsHooked = hookLoader(inEsModules);
  watchCoverage({ definitions, filesBefore, esLibraries: inEsModules, areImportsHooked });
}
