/** The forms in which an app's source reaches Node. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { basename, join } from 'node:path';
import { run } from '../support/run.ts';
import type { Stage } from './stage.ts';

/** With `import '@mordomo/otel'` as its first statement, or without it where Node is told to load the package. */
export type FirstLine = 'with' | 'without';

export const forms = {
  /** An ES module in JavaScript. */
  esm: { file: 'app.mjs', type: 'module' },
  /** CommonJS in JavaScript. */
  commonjs: { file: 'app.cjs', type: 'commonjs' },
  /** TypeScript as it is written, an ES module. */
  typescript: { file: 'app.ts', type: 'module' },
  /** TypeScript as it is written, in a package of CommonJS. */
  typescriptCommonjs: { file: 'app.ts', type: 'commonjs' },
  /** TypeScript compiled by `tsc`. */
  compiledEsm: { file: 'out/app.js', type: 'module' },
  compiledCommonjs: { file: 'out/app.js', type: 'commonjs' },
  /** Bundled by esbuild; every package stays outside. */
  bundledEsm: { file: 'bundle.mjs', type: 'module' },
  bundledCommonjs: { file: 'bundle.cjs', type: 'commonjs' },
  /** Bundled by esbuild with all packages but ours inside. */
  bundledWhole: { file: 'bundle.cjs', type: 'commonjs' },
} as const;
export type Form = keyof typeof forms;

interface Source {
  /** Path of the app's source. */
  readonly path: string;
  readonly firstLine: FirstLine;
}

/** Writes an app in a form into a folder of its own below `parent`; gives the folder. */
export async function writeApp(stage: Stage, parent: string, source: Source, form: Form): Promise<string> {
  const name = basename(source.path).replace(/\.\w+$/, '');
  const folder = join(parent, `${name}-${form}-${source.firstLine}`);
  const text = await readFile(source.path, 'utf8');
  const app = source.firstLine === 'with' ? text : text.replace("import '@mordomo/otel';\n", '');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name, type: forms[form].type }));
  await writeFile(join(folder, 'app.ts'), app);
  await make[form](stage, folder, app);
  return folder;
}

const esbuild = (stage: Stage, folder: string, ...options: readonly string[]): Promise<string> =>
  run(stage.tool('esbuild'), ['app.ts', '--platform=node', '--target=node22', '--log-level=error', ...options], {
    cwd: folder,
  });

const asWritten = async (): Promise<void> => {};

const compiled = (_stage: Stage, folder: string): Promise<string> =>
  run(
    'tsc',
    ['app.ts', '--noCheck', '--ignoreConfig', '--module', 'nodenext', '--target', 'es2024', '--outDir', 'out'],
    { cwd: folder },
  );

const make: Readonly<Record<Form, (stage: Stage, folder: string, text: string) => Promise<unknown>>> = {
  esm: (_stage, folder, text) => writeFile(join(folder, 'app.mjs'), stripTypeScriptTypes(text)),
  commonjs: (stage, folder) => esbuild(stage, folder, '--format=cjs', '--outfile=app.cjs'),
  typescript: asWritten,
  typescriptCommonjs: asWritten,
  compiledEsm: compiled,
  compiledCommonjs: compiled,
  bundledEsm: (stage, folder) =>
    esbuild(stage, folder, '--bundle', '--packages=external', '--format=esm', '--outfile=bundle.mjs'),
  bundledCommonjs: (stage, folder) =>
    esbuild(stage, folder, '--bundle', '--packages=external', '--format=cjs', '--outfile=bundle.cjs'),
  bundledWhole: (stage, folder) =>
    esbuild(stage, folder, '--bundle', '--external:@mordomo/otel', '--format=cjs', '--outfile=bundle.cjs'),
};
