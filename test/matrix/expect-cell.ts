/** Runs one cell: an app in its form, as a process of its own; and looks at what came of it. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { ExpectStatic } from 'vitest';
import { apps, versionOf } from './apps.ts';
import type { Cell, Mode } from './cells.ts';
import { forms, writeApp } from './forms.ts';
import { nodeFolder } from '../support/installation.ts';
import { attempt } from '../support/run.ts';
import type { Stage } from './stage.ts';
import { seenBy, type Seen } from './telemetry.ts';

/** Everything that a cell promises. Failures are collected by `expect.soft`, so that one run names them all. */
export async function expectCell(expect: ExpectStatic, stage: Stage, cell: Cell): Promise<void> {
  const seen = await runApp(stage, cell);
  if (cell.limit !== undefined) {
    cell.limit.check(expect, seen);
    return;
  }
  expect.soft(seen.ending, `it printed ${seen.stdout}\n${seen.stderr}`).toBe(0);
  expect
    .soft(
      seen.stderr.split('\n').filter((line) => line.startsWith('[mordomo]')),
      'complaints',
    )
    .toEqual([]);
  apps[cell.app].check(expect, seen);
}

async function runApp(stage: Stage, cell: Cell): Promise<Seen> {
  const { mode, node } = cell;
  const cwd = await folderOf(stage, cell);
  const spoolDir = join(cwd, `spool-${randomUUID()}`);
  const program = join(await nodeFolder(node), 'node');
  const ended = await attempt(program, [...(mode.options ?? []), forms[mode.form].file], {
    cwd,
    env: { ...environmentOf(stage, mode), LIBRARY_MAJOR: majorOf(cell), MORDOMO_SPOOL_DIR: spoolDir },
    timeoutMs: 100_000,
  });
  return seenBy(spoolDir, ended);
}

/** Folders with an app in a form: several cells run the same. */
const written = new Map<string, Promise<string>>();

function folderOf(stage: Stage, { app, generation, mode: { form, firstLine } }: Cell): Promise<string> {
  const key = `${generation}/${app}/${form}/${firstLine}`;
  const source = { path: join(import.meta.dirname, 'apps', apps[app].source), firstLine };
  const folder = written.get(key) ?? writeApp(stage, stage.folders[generation], source, form);
  written.set(key, folder);
  return folder;
}

/** Nothing of the machine's own: its settings are not what is tested. */
const environmentOf = ({ ports }: Stage, { nodeOptions }: Mode): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  MORDOMO_SPOOL_MODE: 'keep',
  MORDOMO_METRICS_SERVER: 'none',
  MORDOMO_LOGS_CONSOLE: 'true',
  // What is said below this is a complaint.
  OTEL_LOG_LEVEL: 'warn',
  OTEL_SERVICE_NAME: 'app',
  ...ports,
  ...(nodeOptions === undefined ? {} : { NODE_OPTIONS: nodeOptions }),
});

const majorOf = ({ app, generation }: Cell): string => versionOf(app, generation)?.split('.', 1)[0] ?? '';
