import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { adviceOnApiCopies, apiCopies } from './api-copies.ts';

/** A service with its own copy of the API. */
function serviceWith(version: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'mordomo-copies-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const api = join(folder, 'node_modules', '@opentelemetry', 'api');
  mkdirSync(api, { recursive: true });
  writeFileSync(join(api, 'package.json'), JSON.stringify({ name: '@opentelemetry/api', version }));
  writeFileSync(join(folder, 'main.js'), '');
  return join(folder, 'main.js');
}

test.each([
  ['1.9.0', 'They work together'],
  ['1.99.0', 'What is recorded through a newer one is lost'],
  ['2.0.0', 'What is recorded through a newer one is lost'],
])('a service whose own @opentelemetry/api is %s is told what that means, and what to do', (version, effect) => {
  const [sentence, ...more] = adviceOnApiCopies(apiCopies(serviceWith(version)));
  expect(more).toEqual([]);
  expect(sentence).toMatch(/^@opentelemetry\/api is installed 2 times: 1\.\d+\.\d+ in \S+ is used, /);
  expect(sentence).toContain(`${version} in `);
  expect(sentence).toContain(effect);
  expect(sentence).toMatch(/set "@opentelemetry\/api": "1\.\d+\.\d+" in package\.json and run `npm dedupe`\.$/);
});

test('one copy is nothing to speak of', () => {
  expect(adviceOnApiCopies(apiCopies(join(import.meta.dirname, 'start.ts')))).toEqual([]);
});
