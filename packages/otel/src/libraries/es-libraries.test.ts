import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { esLibraries } from './es-libraries.ts';
import { importedPackages } from './imports.ts';

/** A folder with these files; gives its path. */
function folderWith(files: Record<string, string | object>): string {
  const folder = mkdtempSync(join(tmpdir(), 'mordomo-libraries-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

test('a library is an ES module if import gives one, not if that only wraps its CommonJS files', () => {
  const folder = folderWith({
    'node_modules/es-only/package.json': { version: '1.0.0', type: 'module', main: 'main.js' },
    'node_modules/es-only/main.js': 'export const one = 1;',
    'node_modules/@scope/both/package.json': { exports: { '.': { require: './both.js', default: './both.mjs' } } },
    'node_modules/@scope/both/both.mjs': "export { two } from './two.mjs';",
    'node_modules/wrapped/package.json': { exports: { import: './wrapper.mjs', require: './lib.js' } },
    'node_modules/wrapped/wrapper.mjs': "import lib from './lib.js'; export default lib;",
    'node_modules/common/package.json': { main: 'index.js' },
    'node_modules/damaged/package.json': '{',
    'services/brain/package.json': {},
  });
  const names = ['es-only', '@scope/both', 'wrapped', 'common', 'damaged', 'absent', 'http'];
  expect(
    esLibraries(
      names.map((name) => ({ name })),
      join(folder, 'services', 'brain'),
    ),
  ).toEqual([
    { name: 'es-only', version: '1.0.0' },
    { name: '@scope/both', version: undefined },
  ]);
});

test('the packages that a service imports are found through its own files, in TypeScript too', () => {
  const folder = folderWith({
    'main.ts': `
      import type { Request } from 'types-only';
      import { answer } from './answer.js';
      // import 'commented-out';
      export const later = () => import('later');`,
    'answer.ts': "import OpenAI from 'openai/client'; export * from './again.ts';",
    'again.ts': "import './main.ts'; import '@redis/client'; import './absent.js'; import data from './data.json';",
    'data.json': '{}',
  });
  const entry = join(folder, 'main.ts');
  expect([...importedPackages(entry)]).toEqual(['openai', '@redis/client']);
  expect([...importedPackages(entry, 'loaded later too')]).toEqual(['later', 'openai', '@redis/client']);
});
