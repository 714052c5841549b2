import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { obtainPromtool } from './support/promtool.ts';

const tests = readdirSync('compose/config/tests');
let promtool: string;

beforeAll(async () => {
  promtool = await obtainPromtool();
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
