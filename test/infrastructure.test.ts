/** What the boards say of the machine, of the containers and of NATS is what these say themselves. */
import { once } from 'node:events';
import { readFile, statfs } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { totalmem } from 'node:os';
import { holdPart, releasePart, upStack, withOffset, type RunningStack } from '@mordomo/stack';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prometheusQuery } from './support/backends.ts';
import { temporaryFolder } from './support/mordomo.ts';
import { until } from './support/poll.ts';
import { freePortOffset } from './support/ports.ts';
import { cpuSecondsOf, kibibytes, proc, residentBytesOf, ticksPerSecond } from './support/proc.ts';
import { servicesOn, type Services } from './support/services.ts';

const brain = 'mordomo-brain';
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let stack: RunningStack;
let services: Services;
let portOffset: number;
let client: Socket;

beforeAll(async () => {
  folder = await temporaryFolder();
  portOffset = await freePortOffset();
  stack = await upStack({ dataDir: folder.path, portOffset, way: 'native' });
  services = servicesOn(folder.path, portOffset);
  await Promise.all([services.start(brain), services.start('mordomo-core-api')]);
  client = await talkative(withOffset(portOffset).nats);
}, 1_800_000);

afterAll(async () => {
  client?.destroy();
  await services?.stop();
  await stack?.stop();
  await folder.remove();
});

/** A client of NATS, in its own words: it sends itself two thousand messages, and stays. */
async function talkative(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('data', (said) => {
    if (said.includes('PING')) socket.write('PONG\r\n');
  });
  await once(socket, 'data');
  socket.on('error', () => {}); // NATS is taken away below
  const message = 'PUB talk 12\r\nhello, house\r\n';
  socket.write(`CONNECT {"verbose":false}\r\nSUB talk 1\r\n${message.repeat(2000)}`);
  return socket;
}

const ask = (query: string) => prometheusQuery(stack.endpoints, query);
const number = async (query: string): Promise<number> => Number((await ask(query))[0]?.value[1] ?? Number.NaN);

test('each part and service that runs is up', async () => {
  const wanted = ['alertmanager', 'collector', 'jaeger', 'loki', brain, 'mordomo-core-api', 'nats', 'prometheus'];
  const up = async () => (await ask('up == 1')).map(({ metric }) => metric['job'] ?? '').sort();
  await until('all that run are up', up, (jobs) => jobs.join() === wanted.join(), 90_000);
});

const networkBytes = async (): Promise<number> => {
  const rows = [...(await readFile('/proc/net/dev', 'utf8')).matchAll(/^\s*\S+:\s*(\d+)/gm)];
  return rows.reduce((sum, [, received]) => sum + Number(received), 0);
};
const diskUsed = async (): Promise<number> => {
  const { blocks, bfree, bsize } = await statfs('/');
  return (blocks - bfree) * bsize;
};

/** A number of NATS's own monitoring page. */
const varz = async (name: string): Promise<number> => {
  const response = await fetch(`http://127.0.0.1:${withOffset(portOffset).natsMonitor}/varz`);
  return Number(((await response.json()) as Record<string, unknown>)[name]);
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
    () => residentBytesOf(services.pidOf(brain)),
  ],
  ['the memory that it may take', `container_spec_memory_limit_bytes{name="${brain}"}`, async () => totalmem()],
  [
    'the CPU time of a container',
    `container_cpu_usage_seconds_total{name="${brain}"}`,
    () => cpuSecondsOf(services.pidOf(brain)),
  ],
  ['the messages into NATS', 'nats_messages_total{direction="in"}', () => varz('in_msgs')],
  ['the messages out of NATS', 'nats_messages_total{direction="out"}', () => varz('out_msgs')],
  ['the bytes into NATS', 'nats_bytes_total{direction="in"}', () => varz('in_bytes')],
  ['the bytes out of NATS', 'nats_bytes_total{direction="out"}', () => varz('out_bytes')],
  ['the clients of NATS', 'nats_connections', () => varz('connections')],
])('%s is what the machine says, within 5 %%', async (what, query, ofTheMachine) => {
  const both = async () => ({ seen: await number(query), own: await ofTheMachine() });
  const { seen, own } = await until(what, both, (pair) => Math.abs(pair.seen / pair.own - 1) < 0.05, 120_000);
  process.stdout.write(`${what}: ${seen} in Prometheus, ${own} by itself\n`);
  expect(own).toBeGreaterThan(0);
});

test('a NATS that is gone has no numbers, and is told of', async () => {
  await holdPart(folder.path, 'nats');
  const seen = async () => ({
    numbers: (await ask('nats_messages_total or nats_connections')).length,
    alerts: (await ask('ALERTS{alertname="NatsDown", alertstate="firing"}')).length,
  });
  await until('its alert', seen, ({ numbers, alerts }) => numbers === 0 && alerts === 1, 180_000);
  await releasePart(folder.path, 'nats');
  await until('its return', seen, ({ numbers, alerts }) => numbers > 0 && alerts === 0, 180_000);
});
