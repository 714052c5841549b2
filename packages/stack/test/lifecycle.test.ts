import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { freePortOffset } from '../../../test/support/ports.ts';
import { downStack, holdPart, releasePart, stackStatus, upNats, upStack, withOffset } from '../src/index.ts';
import { identify, type ProcessId } from '../src/run/process.ts';
import { readState } from '../src/run/state.ts';
import { spanNames } from './support/backends.ts';
import * as otlp from './support/otlp.ts';
import { startTestStack, temporaryDir, type TestStack } from './support/stack.ts';
import { until } from '../../../test/support/poll.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

async function start(options: Parameters<typeof startTestStack>[0] = {}): Promise<TestStack> {
  const stack = await startTestStack(options);
  cleanUps.push(stack.dispose);
  return stack;
}

async function folder(): Promise<string> {
  const dir = await temporaryDir();
  cleanUps.push(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

function processesOf(dataDir: string): ProcessId[] {
  const state = readState(dataDir, 'stack');
  return [state?.supervisor, ...(state?.parts ?? []).map((part) => part.process)].filter((id) => id !== undefined);
}

const alive = (ids: ProcessId[]) => ids.filter((id) => identify(id.pid)?.startTime === id.startTime);

describe('a stack', () => {
  test('is ready within 5 s, rests within 200 MiB, and leaves nothing behind when stopped', async () => {
    await (await startTestStack()).dispose(); // builds what is missing
    const before = Date.now();
    const stack = await start();
    expect(Date.now() - before).toBeLessThan(5000);
    const parts = await stackStatus(stack.dataDir);
    expect(parts.map(({ name, healthy }) => `${name} ${healthy}`).sort()).toEqual(
      ['alertmanager', 'collector', 'jaeger', 'loki', 'nats', 'nats-exporter', 'prometheus', 'turns'].map(
        (name) => `${name} true`,
      ),
    );
    // 118 to 153 were seen (docs/decisions/023).
    expect(parts.reduce((sum, { memoryBytes = Infinity }) => sum + memoryBytes, 0)).toBeLessThan(200 * 2 ** 20);
    const ids = processesOf(stack.dataDir).filter(({ pid }) => pid !== process.pid);
    await stack.stop();
    expect(alive(ids)).toEqual([]);
    await expect(stack.done).resolves.toBeUndefined();
  });

  test('listens on loopback only', async () => {
    const stack = await start();
    const pids = processesOf(stack.dataDir).map(({ pid }) => pid);
    const addresses = spawnSync('ss', ['-ltnpH'], { encoding: 'utf8' }).stdout.split('\n');
    const ours = addresses.filter((line) => pids.some((pid) => line.includes(`pid=${pid},`)));
    for (const line of ours) expect(line).toContain(' 127.0.0.1:');
  });

  test('that is up already is adopted, with its NATS, and stays when the adopter stops', async () => {
    const first = await start({ detach: true });
    const second = await upStack({ dataDir: first.dataDir, portOffset: first.portOffset, way: 'native' });
    expect(second.adopted).toBe(true);
    await second.stop();
    expect((await stackStatus(first.dataDir)).every(({ healthy }) => healthy)).toBe(true);
    const other = await upNats({ dataDir: await folder(), portOffset: first.portOffset });
    cleanUps.push(other.stop);
    expect(other.parts).toMatchObject([{ name: 'nats', origin: 'adopted' }]);
  });

  test('whose supervisor is killed leaves no process behind', async () => {
    const stack = await start({ detach: true });
    const ids = processesOf(stack.dataDir);
    expect(ids).toHaveLength(9);
    process.kill(readState(stack.dataDir, 'stack')?.supervisor.pid ?? 0, 'SIGKILL');
    await until(
      'the end of all processes',
      async () => alive(ids),
      (left) => left.length === 0,
    );
    expect(await downStack(stack.dataDir)).toBe(false);
  });
});

describe('a part', () => {
  test('that dies is started again, with a sentence and its last lines', async () => {
    const said: string[] = [];
    const stack = await start({ onProgress: (line) => said.push(line) });
    const before = (await stackStatus(stack.dataDir)).find(({ name }) => name === 'jaeger')?.pid ?? 0;
    process.kill(before, 'SIGKILL');
    const jaeger = async () => (await stackStatus(stack.dataDir)).find(({ name }) => name === 'jaeger');
    await until('Jaeger again', jaeger, (seen) => seen?.healthy === true && seen.pid !== before);
    expect(said.join('\n')).toMatch(
      /Jaeger ended unexpectedly and is started again\. (Its last lines|It said nothing)/,
    );
  });

  test('that was killed while it removed a table of its store starts again, with all it had', async () => {
    const stack = await start();
    const trace = otlp.traceId();
    await otlp.send(stack.endpoints.otlp, 'traces', otlp.traces('patient', [otlp.span(trace, 'kept')]));
    const stored = () => spanNames(stack.endpoints, trace).catch(() => []);
    await until('the span', stored, (names) => names.length > 0);
    await holdPart(stack.dataDir, 'jaeger');
    await writeFile(join(stack.dataDir, 'jaeger', 'keys', '99999.mem'), '');
    await releasePart(stack.dataDir, 'jaeger');
    expect(await until('the span again', stored, (names) => names.length > 0)).toEqual(['kept']);
  });

  test('that dies three times in a minute stops the stack, which says which one', async () => {
    const stack = await start();
    const outcome = stack.done.then(
      () => 'no error',
      (error: Error) => error.message,
    );
    for (let death = 0; death < 3; death += 1) {
      const loki = async () => (await stackStatus(stack.dataDir)).find(({ name }) => name === 'loki');
      const { pid = 0 } = (await until('Loki', loki, (seen) => seen?.healthy === true)) ?? {};
      process.kill(pid, 'SIGKILL');
      await until(
        'its end',
        async () => identify(pid),
        (seen) => seen === undefined,
      );
    }
    expect(await outcome).toMatch(/^Loki ended 3 times within a minute; the stack is stopped\./);
    expect(await stackStatus(stack.dataDir)).toEqual([]);
  });

  test('can be held down; what arrives meanwhile is there within 10 s of its return', async () => {
    const stack = await start();
    await holdPart(stack.dataDir, 'jaeger');
    const trace = otlp.traceId();
    await otlp.send(stack.endpoints.otlp, 'traces', otlp.traces('patient', [otlp.span(trace, 'kept')]));
    // Once another part, killed later, is back, a restart that must not happen would have happened.
    const loki = async () => (await stackStatus(stack.dataDir)).find(({ name }) => name === 'loki');
    const killed = (await loki())?.pid ?? 0;
    process.kill(killed, 'SIGKILL');
    await until('Loki again', loki, (seen) => seen?.healthy === true && seen.pid !== killed);
    const held = (await stackStatus(stack.dataDir)).find(({ name }) => name === 'jaeger');
    expect(held).toMatchObject({ healthy: false });
    await releasePart(stack.dataDir, 'jaeger');
    await until(
      'the span',
      () => spanNames(stack.endpoints, trace),
      (names) => names.length > 0,
      10_000,
    );
  });
});

describe('one clear sentence', () => {
  test('when a port is taken', async () => {
    const portOffset = await freePortOffset();
    const server = createServer().listen(withOffset(portOffset).loki, '127.0.0.1');
    cleanUps.push(async () => server.close());
    const up = upStack({ dataDir: await folder(), portOffset, way: 'native' });
    await expect(up).rejects.toThrow(
      `Port ${withOffset(portOffset).loki} is needed for Loki (logs), but another program has it; end that program, or move all ports with --port-offset`,
    );
  });

  test('when the data folder cannot be used', async () => {
    const file = join(await folder(), 'file');
    await writeFile(file, '');
    const up = upStack({ dataDir: join(file, 'data'), way: 'native' });
    await expect(up).rejects.toThrow(/^The folder for the stack's data cannot be used: .* lies below a file/);
    await expect(upStack({ dataDir: '/proc/house', way: 'native' })).rejects.toThrow(
      /nothing can be kept in \/proc\/house/,
    );
  });

  test('when the disk is full', async ({ skip }) => {
    const dataDir = await mkdtemp(join(await folder(), 'full-'));
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', dataDir]).status === 0;
    skip(!mounted, 'a small disk can be mounted by root only');
    cleanUps.push(async () => spawnSync('umount', [dataDir]));
    spawnSync('dd', ['if=/dev/zero', `of=${dataDir}/filler`, 'bs=4k']);
    const up = upStack({ dataDir, portOffset: await freePortOffset(), way: 'native' });
    await expect(up).rejects.toThrow(
      /the disk that holds .* is full; free some space there or choose another folder\.$/,
    );
  });

  test('when Go and Docker are missing', async () => {
    const path = process.env['PATH'];
    cleanUps.push(async () => void (process.env['PATH'] = path));
    process.env['PATH'] = await folder();
    const up = upStack({ dataDir: await folder(), cacheDir: await folder(), portOffset: await freePortOffset() });
    await expect(up).rejects.toThrow(/neither Go nor Docker answers on this machine; install Go 1\.21 or newer/);
  });

  test('when another stack of this folder is on other ports', async () => {
    const { dataDir, portOffset } = await start();
    await expect(upStack({ dataDir, portOffset: portOffset + 1, way: 'native' })).rejects.toThrow(
      `--port-offset ${portOffset} runs in`,
    );
  });

  test('never holds a stack trace in the logs of a clean run', async () => {
    const { dataDir } = await start();
    expect(readFileSync(join(dataDir, 'logs', 'collector.log'), 'utf8')).not.toMatch(/panic|goroutine/);
  });
});
