import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { endLeftovers } from './leftovers.ts';
import { identify, isAlive } from './process.ts';
import { readState, writeState, type PartRecord } from './state.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mordomo-leftovers-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

function sleeper() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const id = identify(child.pid ?? 0);
  if (id === undefined) throw new Error('the sleeper did not start');
  return { child, id };
}

const record = (name: 'jaeger' | 'nats', rest: Partial<PartRecord>): PartRecord => ({
  name,
  title: name,
  origin: 'cache',
  version: '1',
  endpoint: '',
  healthUrl: '',
  ...rest,
});

test('what a killed stack left running is ended; adopted and foreign processes are not', async () => {
  const [left, adopted, foreign] = [sleeper(), sleeper(), sleeper()];
  const reused = { ...foreign.id, startTime: '1' }; // the number now belongs to somebody else
  const parts = [
    record('jaeger', { process: left.id }),
    record('nats', { process: adopted.id, origin: 'adopted' }),
    record('jaeger', { process: reused }),
  ];
  await writeState(dataDir, {
    role: 'stack',
    way: 'native',
    portOffset: 0,
    supervisor: { pid: process.pid, startTime: '1' },
    socket: '',
    parts,
  });
  try {
    expect(await endLeftovers(dataDir)).toBe(1);
    expect([left, adopted, foreign].map(({ id }) => isAlive(id))).toEqual([false, true, true]);
    expect(readState(dataDir, 'stack')).toBeUndefined();
  } finally {
    for (const { child } of [left, adopted, foreign]) child.kill('SIGKILL');
  }
});
