/** The boards as TypeScript literals, held by the compiler against Grafana's own schema, of both versions that they are for. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { boards } from '../src/boards/index.ts';
import { drawnPanelsOf } from '../src/reading.ts';

/** The kinds of panels whose options the schema has, as its files are called. */
const optionsOf = {
  timeseries: 'TimeSeries',
  heatmap: 'Heatmap',
  stat: 'Stat',
  gauge: 'Gauge',
  bargauge: 'BarGauge',
  logs: 'Logs',
  nodeGraph: 'NodeGraph',
} as const;

/** Enumerations as the values that files hold; what is left out has a default. */
const plainTypes = `
type Plain<T> = T extends string ? \`\${T}\` : T extends readonly (infer E)[] ? Plain<E>[] : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
type Given<T> = T extends string ? \`\${T}\` : T extends readonly (infer E)[] ? Given<E>[] : T extends object ? { [K in keyof T]?: Given<T[K]> } : T;
/** How marks are worded is up to the data source. */
type Board = Plain<Dashboard> & { annotations?: { list?: { titleFormat?: string; textFormat?: string }[] } };
`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mordomo-schema-'));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function sourceFor(schema: string): string {
  const kinds = Object.entries(optionsOf).map(([kind, name]) => {
    const path = `${schema}/dist/esm/raw/composable/${kind.toLowerCase()}/panelcfg/x/${name}PanelCfg_types.gen`;
    return { kind, name, imported: `import type { Options as ${name}Options } from '${path}';` };
  });
  const panels = boards().flatMap((board) => drawnPanelsOf(board));
  const options = kinds.map(({ kind, name }) => {
    const all = panels.filter(({ type }) => type.toLowerCase() === kind.toLowerCase()).map((panel) => panel.options);
    return `export const ${kind}: Given<${name}Options>[] = ${JSON.stringify(all)};`;
  });
  return [
    `import type { Dashboard } from '${schema}';`,
    ...kinds.map(({ imported }) => imported),
    plainTypes,
    `export const boards: Board[] = ${JSON.stringify(boards(), undefined, 1)};`,
    ...options,
  ].join('\n');
}

function complaints(file: string, source: string): string {
  writeFileSync(join(folder, file), source);
  const options = [
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2024',
    '--skipLibCheck',
    '--types',
    '',
  ];
  const { stdout, stderr } = spawnSync('tsc', [...options, file], { cwd: folder, encoding: 'utf8' });
  return stdout + stderr;
}

test.each([
  ['Grafana 13', '@grafana/schema'],
  ['Grafana 12', '@grafana/schema-12'],
])('every board is one of %s', (_version, schema) => {
  const source = sourceFor(schema);
  expect(complaints('boards.ts', source)).toBe('');
  const misspelt = source.replaceAll('"gridPos"', '"gridPlace"').replaceAll('"showLegend"', '"showLegends"');
  expect(complaints('misspelt.ts', misspelt)).toMatch(
    /'"?gridPlace"?' does not exist[^]*'"?showLegends"?' does not exist/,
  );
});
