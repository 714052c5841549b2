/** What each instrumentation patches, and what it has patched so far. */
import { InstrumentationBase, type InstrumentationModuleDefinition } from '@opentelemetry/instrumentation';
import { reasonOf, sayOnce } from '../diagnostics.ts';

/** The definitions as an instrumentation keeps them: the public getter makes new ones, that know nothing. */
export const moduleDefinitions = (instrumentation: object): InstrumentationModuleDefinition[] => [
  ...((Reflect.get(instrumentation, '_modules') as InstrumentationModuleDefinition[] | undefined) ?? []),
  ...Object.values(instrumentation)
    .filter((value) => value instanceof InstrumentationBase)
    .flatMap(moduleDefinitions),
];

/** Lets a library stay as it is where patching it fails, and the service go on without its spans. */
export function guardPatches(definition: InstrumentationModuleDefinition): void {
  for (const patched of [definition, ...definition.files]) {
    const patch = patched.patch?.bind(patched);
    if (patch === undefined) continue;
    patched.patch = (exports: unknown, version?: string): unknown => {
      try {
        return patch(exports, version) as unknown;
      } catch (error) {
        delete patched.moduleExports;
        sayOnce(`${definition.name} is not traced, because it cannot be patched: ${reasonOf(error)}.`);
        return exports;
      }
    };
  }
}

/** Whether the library of a definition was loaded and patched. */
export const isPatched = ({ moduleExports, files }: InstrumentationModuleDefinition): boolean =>
  moduleExports !== undefined || files.some((file) => file.moduleExports !== undefined);
