import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dataPaths } from '../paths.ts';
import { writeTargets } from './targets.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mordomo-targets-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

test('a service that is gone stays a target, a moved one is asked at its new address', async () => {
  const brain = { job: 'mordomo-brain', instance: 'mordomo-brain@host' };
  const ears = { job: 'wake-word', instance: 'wake-word@host', address: '127.0.0.1:9464' };
  await writeTargets(dataDir, [ears, { ...brain, address: '127.0.0.1:8080' }]);
  await writeTargets(dataDir, [{ ...brain, address: '127.0.0.1:18080' }]);
  const written: unknown = JSON.parse(await readFile(join(dataPaths(dataDir).targets, 'services.json'), 'utf8'));
  expect(written).toEqual([
    { targets: ['127.0.0.1:9464'], labels: { job: 'wake-word', instance: 'wake-word@host', container: 'wake-word' } },
    { targets: ['127.0.0.1:18080'], labels: { ...brain, container: 'mordomo-brain' } },
  ]);
});
