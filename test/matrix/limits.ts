/** What cannot work, why, and how the person who tries it is told. */
import type { ExpectStatic } from 'vitest';
import type { AppName } from './apps.ts';
import type { Mode } from './cells.ts';
import type { Seen } from './telemetry.ts';
import { oldestNode, type NodeVersion } from './versions.ts';

export interface Limit {
  readonly reason: string;
  readonly check: (expect: ExpectStatic, seen: Seen) => void;
}

const esModule: Limit = {
  reason:
    'An ES module that is imported statically is linked before the first line runs. The service works, the library is not traced, and standard error says to start with `node --import @mordomo/otel app.mjs`.',
  check: (expect, seen) => {
    expect.soft(seen.ending, seen.stderr).toBe(0);
    expect.soft(seen.spans.map(({ name }) => name)).toEqual(['POST', 'POST', 'work']);
    expect.soft(seen.stderr).toMatch(/openai 6\.\d+\.\d+.* `node --import @mordomo\/otel app\.mjs`/);
  },
};

const lateEsModule: Limit = {
  reason:
    'Before 22.22.3 and 24.11.1, Node has loader hooks only on a thread of their own, for which `-r` is too early: ES modules that are loaded by `import()` are not traced, and standard error says to start with `node --import @mordomo/otel app.cjs`.',
  check: (expect, seen) => {
    expect.soft(seen.ending, seen.stderr).toBe(0);
    expect.soft(seen.spans.map(({ name }) => name)).toEqual(expect.arrayContaining(['GET /rooms/:room', 'work']));
    expect.soft(seen.stderr).toMatch(/openai 6\.\d+\.\d+.* `node --import @mordomo\/otel app\.cjs`/);
  },
};

const typeScriptFlag: Limit = {
  reason:
    'This Node runs TypeScript with `--experimental-strip-types` only: without it, it ends with ERR_UNKNOWN_FILE_EXTENSION. Where the package is preloaded, standard error names the flag.',
  check: (expect, seen) => {
    expect.soft(seen.ending).toBe(1);
    expect.soft(seen.stderr).toContain('ERR_UNKNOWN_FILE_EXTENSION');
  },
};

const typeScriptFlagSaid: Limit = {
  ...typeScriptFlag,
  check: (expect, seen) => {
    typeScriptFlag.check(expect, seen);
    expect.soft(seen.stderr).toContain('`node --experimental-strip-types --import @mordomo/otel app.ts`');
  },
};

/** The limit of a cell, if it has one. */
export function limitOf(app: AppName, mode: Mode, node: NodeVersion): Limit | undefined {
  if (app === 'openai' && mode.form === 'esm' && mode.firstLine === 'with') return esModule;
  if (app === 'later' && mode.options?.[0] === '-r' && node === oldestNode) return lateEsModule;
  if (mode.leavesTypesToNode !== true || node !== oldestNode) return undefined;
  return mode.firstLine === 'with' ? typeScriptFlag : typeScriptFlagSaid;
}
