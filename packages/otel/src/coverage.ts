/**
 * Which libraries of this process are traced, as data; `advice` says how to reach the others. Both may be asked at any
 * time, best once the service has loaded what it needs, and cost a look at what is loaded. Empty where telemetry is off.
 */
import { createRequire } from 'node:module';
import type { InstrumentationModuleDefinition } from '@opentelemetry/instrumentation';
import { installedLibrary, type Library } from './libraries/installed-library.ts';
import { isPatched } from './libraries/module-definitions.ts';
import { importedPackages } from './libraries/imports.ts';
import { startCommand } from './start-command.ts';

/** Every library that there is an instrumentation for and that this process uses, by what became of it. */
export interface Coverage {
  /** Traced. Modules of Node itself have no version. */
  readonly covered: readonly Library[];
  /** Loaded before `@mordomo/otel`: what they made until then is not traced. */
  readonly tooEarly: readonly Library[];
  /** Of a version or a build that the instrumentation does not know. */
  readonly unsupported: readonly Library[];
  /** ES modules that only `--import` reaches: most are linked before the first line runs. */
  readonly unreachable: readonly Library[];
}

/** Libraries that are found when they are used, whoever loaded them and when; from which version on. */
const foundInUse = { express: '4', router: '2', fastify: '4', undici: '6', pino: '9.11' };

interface Watched {
  /** Of each instrumentation. */
  readonly definitions: readonly (readonly InstrumentationModuleDefinition[])[];
  /** CommonJS files that were loaded before this package. */
  readonly filesBefore: readonly string[];
  /** Installed libraries that `import` gives as ES modules. */
  readonly esLibraries: readonly Library[];
  /** Whether the imports of those are hooked. */
  readonly areImportsHooked: boolean;
}

let watched: Watched = { definitions: [], filesBefore: [], esLibraries: [], areImportsHooked: false };

/** Says what there is to know. Called once, at start. */
export function watchCoverage(known: Watched): void {
  watched = known;
}

/** What is traced, now. */
export function coverage(): Coverage {
  const { filesBefore } = watched;
  const definitions = watched.definitions.flat();
  if (definitions.length === 0) return { covered: [], tooEarly: [], unsupported: [], unreachable: [] };
  const inUse = foundByUse();
  const before = definitions.flatMap(({ name }) => installedLibrary(filesBefore, name));
  const tooEarly = unique(without(before, inUse));
  // Some know a library by several packages, of which only one is the right one for its version.
  const unpatched = watched.definitions.filter((ofOne) => !ofOne.some(isPatched)).flat();
  const loaded = unpatched.filter(({ moduleVersion }) => moduleVersion !== undefined).map(libraryOf);
  const patched = [...definitions.filter(isPatched).map(libraryOf), ...inUse];
  const missed = missedEsLibraries(patched);
  const unknown = without([...loaded, ...missed.filter((library) => !isReachable(library))], [...patched, ...tooEarly]);
  return {
    covered: unique(without(patched, tooEarly)),
    tooEarly,
    unsupported: unique(unknown),
    unreachable: without(missed.filter(isReachable), unknown),
  };
}

/** One sentence for each kind of library that is not traced, with what to do; none where everything is. */
export function advice({ tooEarly, unsupported, unreachable }: Coverage): string[] {
  const command = startCommand();
  const sentences: [readonly Library[], (names: string) => string][] = [
    [
      tooEarly,
      (names) =>
        `Loaded before @mordomo/otel and therefore not traced: ${names}. Make it the first import, or start with \`${command}\`.`,
    ],
    [
      unreachable,
      (names) => `ES modules that cannot be traced when they are loaded this way: ${names}. Start with \`${command}\`.`,
    ],
    [unsupported, (names) => `Of a version or build that cannot be traced: ${names}.`],
  ];
  return sentences.filter(([libraries]) => libraries.length > 0).map(([libraries, say]) => say(namesOf(libraries)));
}

const namesOf = (libraries: readonly Library[]): string =>
  libraries.map(({ name, version }) => (version === undefined ? name : `${name} ${version}`)).join(', ');

const libraryOf = ({ name, moduleVersion: version }: InstrumentationModuleDefinition): Library => ({ name, version });

function foundByUse(): Library[] {
  const loaded = Object.keys(createRequire(import.meta.url).cache);
  return Object.entries(foundInUse).flatMap(([name, from]) =>
    installedLibrary(loaded, name).filter(
      ({ version = '' }) => version.localeCompare(from, 'en', { numeric: true }) >= 0,
    ),
  );
}

/**
 * ES modules that the service imports, and that were not patched. Where imports are hooked, what it loads later will be; and
 * where it does not import this package itself, which then is preloaded, what is not patched is not loaded yet.
 */
function missedEsLibraries(patched: readonly Library[]): readonly Library[] {
  const candidates = without(watched.esLibraries, patched);
  const [, entry] = process.argv;
  if (candidates.length === 0 || entry === undefined) return [];
  const { areImportsHooked } = watched;
  const imported = importedPackages(entry, areImportsHooked ? 'linked' : 'loaded later too');
  if (areImportsHooked && !imported.has('@mordomo/otel')) return [];
  return candidates.filter(({ name }) => imported.has(name));
}

/** Instrumentations that patch single files know those of the CommonJS build only. */
const isReachable = (library: Library): boolean =>
  watched.definitions.flat().some(({ name, patch }) => name === library.name && patch !== undefined);

const without = (libraries: readonly Library[], others: readonly Library[]): Library[] =>
  libraries.filter(({ name }) => !others.some((other) => other.name === name));

const unique = (libraries: readonly Library[]): Library[] => [
  ...new Map(libraries.map((library) => [library.name, library])).values(),
];
