import { spawnSync } from 'node:child_process';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { defer } from './deferred.ts';

test('what is deferred is done after the work that goes on at once, and soon', async () => {
  const done: string[] = [];
  const work = async () => {
    defer(() => done.push('telemetry'));
    await Promise.resolve();
    done.push('hand-over');
  };
  await work();
  expect(done).toEqual(['hand-over']);
  await setImmediate();
  expect(done).toEqual(['hand-over', 'telemetry']);
});

test('a process that ends at once does before what was deferred', () => {
  const script = `
    import { defer } from ${JSON.stringify(new URL('./deferred.ts', import.meta.url).href)};
    process.on('exit', () => console.log('the end'));
    defer(() => console.log('deferred'));
    process.exit();`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  expect(stdout.split('\n')).toEqual(['deferred', 'the end', '']);
});

test('a loop that never lets go does not fill the memory', () => {
  let done = 0;
  for (let index = 0; index < 250; index++) defer(() => done++);
  expect(done).toBe(200);
});
