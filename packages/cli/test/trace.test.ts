/** `mordomo trace` as a user runs it, on what services left in their spool. */
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { record, traceId, traceRequest } from '../../turn/src/testing/otlp-builder.ts';
import { turnSpans } from '../../turn/src/testing/turns.ts';
import { mordomo, temporaryFolder } from '../../../test/support/mordomo.ts';

let data: Awaited<ReturnType<typeof temporaryFolder>>;
let env: NodeJS.ProcessEnv;
const file = (name: string) => join(data.path, name);

beforeAll(async () => {
  data = await temporaryFolder();
  await mkdir(file('spool/wake-word'), { recursive: true });
  await writeFile(file('spool/wake-word/1.jsonl'), record('traces', traceRequest(turnSpans)));
  await writeFile(file('trace.json'), JSON.stringify(traceRequest(turnSpans)));
  // Stands in for the desktop's way to open an address: notes it down.
  await mkdir(file('bin'));
  await writeFile(file('bin/xdg-open'), `#!/bin/sh\necho "$1" >"${file('opened')}"\n`);
  await chmod(file('bin/xdg-open'), 0o755);
  env = { ...process.env, PATH: `${file('bin')}${delimiter}${process.env['PATH'] ?? ''}` };
});

afterAll(() => data.remove());

const trace = (...args: readonly string[]) => mordomo(['trace', ...args, '--data', data.path], env);

test('--html leaves the turn as one page, for its user only', async () => {
  const { code, stdout } = await trace('last', '--html', file('turn.html'));
  expect({ code, isReported: stdout.includes(traceId) }).toEqual({ code: 0, isReported: true });
  expect(await readFile(file('turn.html'), 'utf8')).toMatch(/^<!doctype html>.*Answered/s);
  expect((await stat(file('turn.html'))).mode & 0o777).toBe(0o600);
});

test('--open shows the page in the browser: the file that was asked for, else one in the data folder', async () => {
  await trace(traceId, '--html', file('turn.html'), '--open');
  expect((await readFile(file('opened'), 'utf8')).trim()).toBe(pathToFileURL(file('turn.html')).href);
  const { stdout } = await trace(traceId, '--open');
  const kept = file(`pages/${traceId}.html`);
  expect((await readFile(file('opened'), 'utf8')).trim()).toBe(pathToFileURL(kept).href);
  expect(stdout).toContain(`Opened ${pathToFileURL(kept).href}`);
  expect(await readFile(kept, 'utf8')).toContain(traceId);
});

test('without a browser it says where the page is', async () => {
  const { code, stdout } = await mordomo(['trace', 'last', '--open', '--data', data.path], {
    ...env,
    PATH: '/nowhere',
  });
  expect(code).toBe(0);
  expect(stdout).toContain(`No browser could be opened; the page is at file://`);
});

test('--otlp reads files of OTLP', async () => {
  const { code, stdout } = await trace('last', '--otlp', file('trace.json'), '--html', file('otlp.html'));
  expect({ code, isFound: /✓ Files +11 spans/.test(stdout) }).toEqual({ code: 0, isFound: true });
  expect(await readFile(file('otlp.html'), 'utf8')).toContain(traceId);
});

test('where the spool holds nothing and no stack runs, it also says how to start the stack', async () => {
  const stopped = file('stopped');
  await mkdir(join(stopped, 'spool'), { recursive: true });
  const last = await mordomo(['trace', 'last', '--data', stopped], env);
  expect(last).toMatchObject({ code: 1, stdout: '' });
  expect(last.stderr).toMatch(/^No finished turn in the spool [^\n]+ starts it, with the turns [^\n]+\.\n$/);
  const start = `No stack runs in ${stopped} either: "mordomo up --detach --data ${stopped}" starts it`;
  expect(last.stderr).toContain(start);
  expect((await mordomo(['trace', traceId, '--data', stopped], env)).stderr).toContain(start);
});

test('what cannot be done is one sentence', async () => {
  const folder = await trace('last', '--html', data.path);
  expect(folder).toMatchObject({
    code: 1,
    stderr: `The report cannot be written to ${data.path} (it is a folder); name another file.\n`,
  });
  const unknown = await trace('x');
  expect(unknown).toMatchObject({
    code: 1,
    stderr: '"x" is not a trace id: give its 32 hex digits, or "last" for the newest turn.\n',
  });
});
