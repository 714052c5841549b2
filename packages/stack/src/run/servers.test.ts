import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dataPaths } from '../paths.ts';
import { writeServerTargets } from './servers.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mordomo-servers-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const say = (text: string) => writeFile(join(dataDir, 'servers.json'), text);
const targets = async (): Promise<unknown> =>
  JSON.parse(await readFile(join(dataPaths(dataDir).targets, 'servers.json'), 'utf8'));

test('a household without servers of its own has no targets that never answer', async () => {
  expect(await writeServerTargets(dataDir)).toEqual([]);
  expect(await targets()).toEqual([]);
});

test('each server is asked where the household says, and no longer once it says so no more', async () => {
  await say('{"postgres": "127.0.0.1:9187", "qdrant": "[::1]:6333"}');
  expect(await writeServerTargets(dataDir)).toEqual([]);
  expect(await targets()).toEqual([
    { targets: ['127.0.0.1:9187'], labels: { job: 'postgres' } },
    { targets: ['[::1]:6333'], labels: { job: 'qdrant' } },
  ]);
  await say('{"qdrant": "vectors.home:6333"}');
  await writeServerTargets(dataDir);
  expect(await targets()).toEqual([{ targets: ['vectors.home:6333'], labels: { job: 'qdrant' } }]);
});

test('a folder in the place of the file ends in one sentence', async () => {
  const file = join(dataDir, 'servers.json');
  await mkdir(file);
  expect(await writeServerTargets(dataDir)).toEqual([
    `${file} is not used: it is a folder and must be a file; correct it and start again.`,
  ]);
  expect(await targets()).toEqual([]);
});

test.each(['{', '[]', '"postgres"', 'null'])(
  'a file that says nothing of the kind (%s) ends in one sentence',
  async (text) => {
    await say(text);
    expect(await writeServerTargets(dataDir)).toEqual([
      `${join(dataDir, 'servers.json')} is not used: it is no JSON such as {"postgres":"127.0.0.1:9187","qdrant":"127.0.0.1:6333"}; correct it and start again.`,
    ]);
    expect(await targets()).toEqual([]);
  },
);

test.each(['9187', '"http://db:9187/metrics"', '"db"', '"db:0"', '"db:99999"', '""'])(
  'an address that is none (%s) is left out with a sentence, the rest is used',
  async (address) => {
    await say(`{"postgres": ${address}, "redis": "127.0.0.1:9121", "qdrant": "127.0.0.1:6333"}`);
    const file = join(dataDir, 'servers.json');
    expect(await writeServerTargets(dataDir)).toEqual([
      `"postgres" in ${file} is not used: ${address} is no host and port such as "127.0.0.1:9187".`,
      `"redis" in ${file} is not used: only postgres and qdrant are known there.`,
    ]);
    expect(await targets()).toEqual([{ targets: ['127.0.0.1:6333'], labels: { job: 'qdrant' } }]);
  },
);
