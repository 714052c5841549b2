/** Which cells the matrix has: every app in every load mode on every Node line, further forms of the source for two. */
import { apps, type App, type AppName } from './apps.ts';
import type { FirstLine, Form } from './forms.ts';
import { limitOf, type Limit } from './limits.ts';
import { nodeVersions, oldestNode, type Generation, type NodeVersion } from './versions.ts';

/** How the package is loaded, and in what form the app is. */
export interface Mode {
  readonly name: string;
  readonly form: Form;
  readonly firstLine: FirstLine;
  /** Options of Node, before the app's file. */
  readonly options?: readonly string[];
  readonly nodeOptions?: string;
  /** Whether it is left to Node to take the types out of the source. */
  readonly leavesTypesToNode?: true;
  /** The only Node that this makes sense on. */
  readonly node?: NodeVersion;
}

export interface Cell {
  readonly app: AppName;
  readonly generation: Generation;
  readonly mode: Mode;
  readonly node: NodeVersion;
  /** What cannot work here, and how that is said. */
  readonly limit: Limit | undefined;
}

const preload = '@mordomo/otel';

/** Every app runs in these. */
export const loadModes: readonly Mode[] = [
  { name: 'first line, `import`', form: 'esm', firstLine: 'with' },
  { name: 'first line, `require`', form: 'commonjs', firstLine: 'with' },
  { name: '`--import`', form: 'esm', firstLine: 'without', options: ['--import', preload] },
  { name: '`-r`', form: 'commonjs', firstLine: 'without', options: ['-r', preload] },
  { name: '`NODE_OPTIONS`', form: 'esm', firstLine: 'without', nodeOptions: `--import ${preload}` },
];

/** The other module system behind a preload, TypeScript, and bundles. */
export const formModes: readonly Mode[] = [
  { name: '`--import`, CommonJS', form: 'commonjs', firstLine: 'without', options: ['--import', preload] },
  { name: '`-r`, ES module', form: 'esm', firstLine: 'without', options: ['-r', preload] },
  { name: 'TypeScript, types stripped by Node', form: 'typescript', firstLine: 'with', leavesTypesToNode: true },
  {
    name: 'the same, preloaded by `--import`',
    form: 'typescript',
    firstLine: 'without',
    options: ['--import', preload],
    leavesTypesToNode: true,
  },
  {
    name: 'the same, with `--experimental-strip-types`',
    form: 'typescript',
    firstLine: 'with',
    options: ['--experimental-strip-types'],
    node: oldestNode,
  },
  { name: 'TypeScript by tsx, ES module', form: 'typescript', firstLine: 'with', options: ['--import', 'tsx'] },
  { name: 'TypeScript by tsx, CommonJS', form: 'typescriptCommonjs', firstLine: 'with', options: ['--import', 'tsx'] },
  { name: 'TypeScript compiled to ES modules', form: 'compiledEsm', firstLine: 'with' },
  { name: 'TypeScript compiled to CommonJS', form: 'compiledCommonjs', firstLine: 'with' },
  { name: 'esbuild bundle, ES module', form: 'bundledEsm', firstLine: 'with' },
  { name: 'esbuild bundle, CommonJS', form: 'bundledCommonjs', firstLine: 'with' },
  { name: 'esbuild bundle with everything inside but `@mordomo/otel`', form: 'bundledWhole', firstLine: 'with' },
];

const inOtherForms: ReadonlySet<AppName> = new Set(['express', 'fastify'] as const);

const cellsOf = (app: AppName, generation: Generation, modes: readonly Mode[]): Cell[] =>
  modes.flatMap((mode) =>
    nodeVersions
      .filter((node) => (mode.node ?? node) === node && isFor(node, app, generation))
      .map((node) => ({ app, generation, mode, node, limit: limitOf(app, mode, node) })),
  );

/** undici 8 itself asks for Node 22.19. */
const isFor = (node: NodeVersion, app: AppName, generation: Generation): boolean =>
  !(app === 'clients' && generation === 'newest' && node === oldestNode);

export const cells: readonly Cell[] = (Object.keys(apps) as AppName[]).flatMap((app) => [
  ...(apps[app] as App).generations.flatMap((generation) => cellsOf(app, generation, loadModes)),
  ...(inOtherForms.has(app) ? cellsOf(app, 'newest', formModes) : []),
]);
