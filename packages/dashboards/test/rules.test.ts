import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defaultCacheDir } from '@mordomo/stack';
import { beforeAll, describe, expect, test } from 'vitest';
import { obtainParts } from '../../stack/src/obtain/obtain.ts';
import { PARTS } from '../../stack/src/parts/index.ts';

const tests = readdirSync('compose/config/tests');
let promtool: string;

beforeAll(async () => {
  // One on PATH may come without promtool: the one that is built here does not.
  const part = { ...PARTS.prometheus, onPath: { ...PARTS.prometheus.onPath, names: [] } };
  const [obtained] = await obtainParts([part], { cacheDir: defaultCacheDir(), onProgress: console.log });
  promtool = join(dirname(obtained?.binary ?? ''), 'promtool');
  if (!existsSync(promtool)) throw new Error(`There is no ${promtool}.`);
}, 1_800_000);

describe('the rules', () => {
  test('are accepted by Prometheus', () => {
    const files = readdirSync('compose/config/rules').map((file) => join('compose/config/rules', file));
    const { stdout, stderr, status } = spawnSync(promtool, ['check', 'rules', ...files], { encoding: 'utf8' });
    expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' });
  });

  test.each(tests)('do what %s says: each alert fires in time, with its number, and not without reason', (file) => {
    const run = spawnSync(promtool, ['test', 'rules', join('compose/config/tests', file)], { encoding: 'utf8' });
    expect({ status: run.status, said: run.status === 0 ? '' : run.stdout + run.stderr }).toEqual({
      status: 0,
      said: '',
    });
  });
});
