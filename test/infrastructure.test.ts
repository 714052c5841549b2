/** What the boards say of the machine and of the containers is what the machine itself says. */
import { readFile, statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { upStack, type RunningStack } from '@mordomo/stack';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from './support/mordomo.ts';
import { until } from './support/poll.ts';
import { freePortOffset } from './support/ports.ts';
import { servicesOn, type Services } from './support/services.ts';

const brain = 'mordomo-brain';
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let stack: RunningStack;
let services: Services;

beforeAll(async () => {
  folder = await temporaryFolder();
  const portOffset = await freePortOffset();
  stack = await upStack({ dataDir: folder.path, portOffset, way: 'native' });
  services = servicesOn(folder.path, portOffset);
  await Promise.all([services.start(brain), services.start('mordomo-core-api')]);
}, 1_800_000);

afterAll(async () => {
  await services?.stop();
  await stack?.stop();
  await folder.remove();
});

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

async function ask(query: string): Promise<Sample[]> {
  const url = `${stack.endpoints.prometheus}/api/v1/query?${new URLSearchParams({ query }).toString()}`;
  return ((await (await fetch(url)).json()) as { data: { result: Sample[] } }).data.result;
}
const number = async (query: string): Promise<number> => Number((await ask(query))[0]?.value[1] ?? Number.NaN);

test('each part and service that runs is up', async () => {
  const wanted = ['alertmanager', 'collector', 'jaeger', 'loki', brain, 'mordomo-core-api', 'prometheus'];
  const up = async () => (await ask('up == 1')).map(({ metric }) => metric['job'] ?? '').sort();
  await until('all that run are up', up, (jobs) => jobs.join() === wanted.join(), 90_000);
});

/** The number after a name in a file of /proc. */
const proc = async (file: string, name: RegExp): Promise<number> =>
  Number(name.exec(await readFile(`/proc/${file}`, 'utf8'))?.[1] ?? Number.NaN);
const kibibytes = 1024;
const ticksPerSecond = 100;

const networkBytes = async (): Promise<number> => {
  const rows = [...(await readFile('/proc/net/dev', 'utf8')).matchAll(/^\s*\S+:\s*(\d+)/gm)];
  return rows.reduce((sum, [, received]) => sum + Number(received), 0);
};
const cpuSecondsOf = async (pid: number): Promise<number> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
};
const diskUsed = async (): Promise<number> => {
  const { blocks, bfree, bsize } = await statfs('/');
  return (blocks - bfree) * bsize;
};

test.each<[what: string, query: string, ofTheMachine: () => Promise<number>]>([
  [
    'the processor’s idle time',
    'sum(system_cpu_time_seconds_total{state="idle"})',
    async () => (await proc('stat', /^cpu +\d+ \d+ \d+ (\d+)/)) / ticksPerSecond,
  ],
  [
    'the free memory',
    'system_memory_usage_bytes{state="free"}',
    async () => (await proc('meminfo', /MemFree:\s+(\d+)/)) * kibibytes,
  ],
  ['the used disk', 'max(system_filesystem_usage_bytes{mountpoint="/", state="used"})', diskUsed],
  ['the received bytes', 'sum(system_network_io_bytes_total{direction="receive"})', networkBytes],
  ['the load', 'system_cpu_load_average_5m', () => proc('loadavg', /^\S+ (\S+)/)],
  [
    'the memory of a container',
    `container_memory_usage_bytes{name="${brain}"}`,
    async () => (await proc(`${services.pidOf(brain)}/status`, /VmRSS:\s+(\d+)/)) * kibibytes,
  ],
  ['the memory that it may take', `container_spec_memory_limit_bytes{name="${brain}"}`, async () => totalmem()],
  [
    'the CPU time of a container',
    `container_cpu_usage_seconds_total{name="${brain}"}`,
    () => cpuSecondsOf(services.pidOf(brain)),
  ],
])('%s is what the machine says, within 5 %%', async (what, query, ofTheMachine) => {
  const both = async () => ({ seen: await number(query), own: await ofTheMachine() });
  const { seen, own } = await until(what, both, (pair) => Math.abs(pair.seen / pair.own - 1) < 0.05, 120_000);
  process.stdout.write(`${what}: ${seen} in Prometheus, ${own} by the machine\n`);
  expect(own).toBeGreaterThan(0);
});
