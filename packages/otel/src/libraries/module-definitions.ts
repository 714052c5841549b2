/** What each instrumentation patches, and what it has patched so far. */
import { InstrumentationBase, type InstrumentationModuleDefinition } from '@opentelemetry/instrumentation';

/** The definitions as an instrumentation keeps them: the public getter makes new ones, that know nothing. */
export const moduleDefinitions = (instrumentation: object): InstrumentationModuleDefinition[] => [
  ...((Reflect.get(instrumentation, '_modules') as InstrumentationModuleDefinition[] | undefined) ?? []),
  ...Object.values(instrumentation)
    .filter((value) => value instanceof InstrumentationBase)
    .flatMap(moduleDefinitions),
];

/** Whether the library of a definition was loaded and patched. */
export const isPatched = ({ moduleExports, files }: InstrumentationModuleDefinition): boolean =>
  moduleExports !== undefined || files.some((file) => file.moduleExports !== undefined);
