/**
 * Which libraries of this process are traced, as data; `advice` says how to reach the others. Both may be asked at any
 * time, best once the service has loaded what it needs, and cost a look at what is loaded. Empty where telemetry is off.
 */
import { createRequire } from 'node:module';
import { relative } from 'node:path';
import type { InstrumentationModuleDefinition } from '@opentelemetry/instrumentation';
import { installedLibrary, type Library } from './libraries/installed-library.ts';
import { isPatched } from './libraries/module-definitions.ts';
import { importedPackages } from './libraries/static-imports.ts';

/** Every library that there is an instrumentation for and that this process uses, by what became of it. */
export interface Coverage {
  /** Traced. Modules of Node itself have no version. */
  readonly covered: readonly Library[];
  /** Loaded before `@mordomo/otel`: what they made until then is not traced. */
  readonly tooEarly: readonly Library[];
  /** Of a version or a build that the instrumentation does not know. */
  readonly unsupported: readonly Library[];
  /** ES modules that the service imports statically: linked before the first line runs, so only a preload reaches them. */
  readonly unreachable: readonly Library[];
}

/** Libraries that are watched by diagnostics channels, so any copy of them will do. */
const byChannel = ['fastify', 'undici'];

interface Watched {
  readonly definitions: readonly InstrumentationModuleDefinition[];
  /** CommonJS files that were loaded before this package. */
  readonly filesBefore: readonly string[];
  /** Installed libraries that `import` gives as ES modules. */
  readonly esLibraries: readonly Library[];
}

let watched: Watched = { definitions: [], filesBefore: [], esLibraries: [] };

/** Says what there is to know. Called once, at start. */
export function watchCoverage(known: Watched): void {
  watched = known;
}

/** What is traced, now. */
export function coverage(): Coverage {
  const { definitions, filesBefore } = watched;
  if (definitions.length === 0) return { covered: [], tooEarly: [], unsupported: [], unreachable: [] };
  const tooEarly = unique(definitions.flatMap(({ name }) => installedLibrary(filesBefore, name)));
  const loaded = definitions.filter(({ moduleVersion }) => moduleVersion !== undefined).map(libraryOf);
  const patched = [...definitions.filter(isPatched).map(libraryOf), ...seenByChannel()];
  const missed = missedEsLibraries(patched);
  return {
    covered: unique(without(patched, tooEarly)),
    tooEarly,
    unsupported: unique(without([...loaded, ...missed.filter((library) => !isReachable(library))], patched)),
    unreachable: missed.filter(isReachable),
  };
}

/** One sentence for each kind of library that is not traced, with what to do; none where everything is. */
export function advice({ tooEarly, unsupported, unreachable }: Coverage): string[] {
  const entry = process.argv[1];
  const command = `node --import @mordomo/otel ${entry === undefined ? '' : relative('', entry)}`.trim();
  const sentences: [readonly Library[], (names: string) => string][] = [
    [
      tooEarly,
      (names) =>
        `Loaded before @mordomo/otel and therefore not traced: ${names}. Make it the first import, or start with \`${command}\`.`,
    ],
    [unreachable, (names) => `ES modules that the first line comes too late for: ${names}. Start with \`${command}\`.`],
    [unsupported, (names) => `Of a version or build that cannot be traced: ${names}.`],
  ];
  return sentences.filter(([libraries]) => libraries.length > 0).map(([libraries, say]) => say(namesOf(libraries)));
}

const namesOf = (libraries: readonly Library[]): string =>
  libraries.map(({ name, version }) => (version === undefined ? name : `${name} ${version}`)).join(', ');

const libraryOf = ({ name, moduleVersion: version }: InstrumentationModuleDefinition): Library => ({ name, version });

function seenByChannel(): Library[] {
  const loaded = Object.keys(createRequire(import.meta.url).cache);
  return byChannel.flatMap((name) => installedLibrary(loaded, name));
}

/** ES modules that the service imports statically, and that were not patched. */
function missedEsLibraries(patched: readonly Library[]): readonly Library[] {
  const candidates = without(watched.esLibraries, patched);
  const entry = process.argv[1];
  if (candidates.length === 0 || entry === undefined) return [];
  const imported = importedPackages(entry);
  return candidates.filter(({ name }) => imported.has(name));
}

/** Instrumentations that patch single files know those of the CommonJS build only. */
const isReachable = (library: Library): boolean =>
  watched.definitions.some(({ name, patch }) => name === library.name && patch !== undefined);

const without = (libraries: readonly Library[], others: readonly Library[]): Library[] =>
  libraries.filter(({ name }) => !others.some((other) => other.name === name));

const unique = (libraries: readonly Library[]): Library[] => [
  ...new Map(libraries.map((library) => [library.name, library])).values(),
];
