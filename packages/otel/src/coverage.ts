/**
 * Which libraries of this process are traced, as data; `advice` says how to reach the others. Both may be asked at any
 * time, best once the service has loaded what it needs, and cost a look at what is loaded. Empty where telemetry is off.
 */
import { createRequire } from 'node:module';
import { relative } from 'node:path';
import { InstrumentationBase, type InstrumentationModuleDefinition } from '@opentelemetry/instrumentation';
import { installedLibrary, type Library } from './installed-library.ts';

/** Every library that there is an instrumentation for and that this process uses, by what became of it. */
export interface Coverage {
  /** Traced. Modules of Node itself have no version. */
  readonly covered: readonly Library[];
  /** Loaded before `@mordomo/otel`: what they made until then is not traced. */
  readonly tooEarly: readonly Library[];
  /** Of a version that the instrumentation does not know. */
  readonly unsupported: readonly Library[];
  /** ES modules that the service imports statically: linked before the first line runs, so only a preload reaches them. */
  readonly unreachable: readonly Library[];
}

/** Libraries that are watched by diagnostics channels, so any copy of them will do. */
const byChannel = ['fastify', 'undici'];

let definitions: readonly InstrumentationModuleDefinition[] = [];
let loadedBefore: readonly string[] = [];

/** Tells what is instrumented, and which CommonJS files were loaded before. Called once, at start. */
export function watchCoverage(instrumentations: readonly object[], filesBefore: readonly string[]): void {
  definitions = instrumentations.flatMap(definitionsOf);
  loadedBefore = filesBefore;
}

/** What is traced, now. */
export function coverage(): Coverage {
  if (definitions.length === 0) return { covered: [], tooEarly: [], unsupported: [], unreachable: [] };
  const tooEarly = [...new Set(definitions.map(({ name }) => name))].flatMap((name) => libraryIn(loadedBefore, name));
  const early = new Set(tooEarly.map(({ name }) => name));
  const loaded = definitions.filter(({ name, moduleVersion }) => moduleVersion !== undefined && !early.has(name));
  const covered = unique([
    ...definitions
      .filter(isPatched)
      .filter(({ name }) => !early.has(name))
      .map(libraryOf),
    ...seenByChannel(),
  ]);
  const known = new Set(covered.map(({ name }) => name));
  return {
    covered,
    tooEarly,
    unsupported: unique(loaded.map(libraryOf)).filter(({ name }) => !known.has(name)),
    unreachable: [],
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
    [unsupported, (names) => `Of a version that cannot be traced: ${names}.`],
  ];
  return sentences.filter(([libraries]) => libraries.length > 0).map(([libraries, say]) => say(namesOf(libraries)));
}

const namesOf = (libraries: readonly Library[]): string =>
  libraries.map(({ name, version }) => (version === undefined ? name : `${name} ${version}`)).join(', ');

/** The definitions as the instrumentation keeps them: the public getter makes new ones, that know nothing. */
const definitionsOf = (instrumentation: object): InstrumentationModuleDefinition[] => [
  ...((Reflect.get(instrumentation, '_modules') as InstrumentationModuleDefinition[] | undefined) ?? []),
  ...Object.values(instrumentation)
    .filter((value) => value instanceof InstrumentationBase)
    .flatMap(definitionsOf),
];

const isPatched = ({ moduleExports, files }: InstrumentationModuleDefinition): boolean =>
  moduleExports !== undefined || files.some((file) => file.moduleExports !== undefined);

const libraryOf = ({ name, moduleVersion: version }: InstrumentationModuleDefinition): Library => ({ name, version });

function seenByChannel(): Library[] {
  const loaded = Object.keys(createRequire(import.meta.url).cache);
  return byChannel.flatMap((name) => libraryIn(loaded, name));
}

const libraryIn = (files: readonly string[], name: string): Library[] => {
  const library = installedLibrary(files, name);
  return library === undefined ? [] : [library];
};

const unique = (libraries: readonly Library[]): Library[] => [
  ...new Map(libraries.map((library) => [library.name, library])).values(),
];
