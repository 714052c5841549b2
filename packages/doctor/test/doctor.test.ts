/** Each fault is seeded for real: a part of the real stack is taken down, or a server answers as a wrong one would. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSocketServer, type AddressInfo, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:https';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  endpointsAt,
  holdPart,
  releasePart,
  upStack,
  withOffset,
  type PartName,
  type RunningStack,
} from '@mordomo/stack';
import { generate } from 'selfsigned';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { until } from '../../../test/support/poll.ts';
import { freePortOffset } from '../../../test/support/ports.ts';
import { examine, type Examination, type ExamineOptions } from '../src/index.ts';

const fixture = (name: string) => ['node', '--conditions=@mordomo/source', join(import.meta.dirname, 'fixtures', name)];

let stack: RunningStack;
let dataDir: string;
let endpoints: ReturnType<typeof endpointsAt>;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mordomo-doctor-test-'));
  const portOffset = await freePortOffset();
  endpoints = endpointsAt(withOffset(portOffset));
  stack = await upStack({ way: 'native', dataDir, portOffset });
});
afterAll(async () => {
  await stack.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const open: Server[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of open.splice(0)) server.close();
});

/** Examines with the stack's addresses, with this environment, and with conditions under which sources run. */
async function examined(
  environment: Readonly<Record<string, string>>,
  options: Partial<ExamineOptions> = {},
): Promise<Examination> {
  const all = {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoints.otlp,
    MORDOMO_SPOOL_DIR: join(dataDir, 'spool'),
    MORDOMO_METRICS_SERVER: 'none',
    NODE_OPTIONS: '--conditions=@mordomo/source',
    ...environment,
  };
  for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
  return await examine({ backends: endpoints, ...options });
}

const saidBy = ({ fault, results, lastLines }: Examination): string =>
  [...lastLines, fault?.sentences, ...results.map((result) => result.fault?.sentences)].join('\n');

const faultsOf = ({ fault, results }: Examination) => [
  ...(fault === undefined ? [] : [fault.id]),
  ...results.map((result) => result.fault?.id ?? 'seen'),
];

/** A stand-in for a collector that is set up wrongly. */
async function collectorThat(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  return await addressOf(
    createServer((request, response) => request.resume().once('end', () => answer(request, response))),
  );
}

async function addressOf(server: Server): Promise<string> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('where everything is well, a span, a metric and a log line are seen in their backends', async () => {
  const examination = await examined({});
  expect(faultsOf(examination)).toEqual(['seen', 'seen', 'seen']);
  expect(examination.isHealthy).toBe(true);
});

test("the user's own service is examined under its own name", async () => {
  const examination = await examined({ OTEL_SERVICE_NAME: 'greeter' }, { command: fixture('greeter.mjs') });
  expect(examination.service).toBe('greeter');
  expect(faultsOf(examination)).toEqual(['seen', 'seen', 'seen']);
});

test.each<[PartName, string[]]>([
  ['jaeger', ['backend-down', 'seen', 'seen']],
  ['prometheus', ['seen', 'backend-down', 'seen']],
  ['loki', ['seen', 'seen', 'backend-down']],
])('%s being down is told apart from everything else', async (part, expected) => {
  await holdPart(dataDir, part);
  try {
    expect(faultsOf(await examined({}))).toEqual(expected);
  } finally {
    await releasePart(dataDir, part);
  }
});

const everySignal = (id: string) => [id, id, id];

test('no collector at the address', async () => {
  const server = createSocketServer();
  const address = await addressOf(server);
  await new Promise((resolve) => server.close(resolve));
  const examination = await examined({ OTEL_EXPORTER_OTLP_ENDPOINT: address });
  expect(faultsOf(examination)).toEqual(everySignal('collector-absent'));
  expect(saidBy(examination)).toContain('mordomo up');
});

test('a host name that nobody knows', async () => {
  // Two dots in a row are refused by the resolver itself; no name server is asked.
  const examination = await examined({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector..house:4318' });
  expect(faultsOf(examination)).toEqual(everySignal('name-unknown'));
});

test('a certificate that is not trusted, until its file is named', async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'collector' }], {
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const server = createTlsServer({ key, cert }, (request, response) => {
    request.resume().once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  const address = (await addressOf(server)).replace('http:', 'https:');
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: address };
  expect(faultsOf(await examined(environment))).toEqual(everySignal('certificate-refused'));
  const file = join(dataDir, 'collector.pem');
  await writeFile(file, cert);
  const trusted = { ...environment, OTEL_EXPORTER_OTLP_CERTIFICATE: file };
  // This collector is a stand-in that delivers nothing: it was reached.
  expect(faultsOf(await examined(trusted, { arriveWithinMs: 1000 }))).toEqual(everySignal('not-arrived'));
});

test('a collector that takes connections and never answers', async () => {
  const address = await addressOf(createSocketServer(() => {}));
  expect(faultsOf(await examined({ OTEL_EXPORTER_OTLP_ENDPOINT: address }))).toEqual(everySignal('collector-hangs'));
});

test('a collector that wants credentials, in its own words', async () => {
  const address = await collectorThat((_, response) => response.writeHead(401).end('missing bearer token'));
  const examination = await examined({ OTEL_EXPORTER_OTLP_ENDPOINT: address });
  expect(faultsOf(examination)).toEqual(everySignal('collector-refuses-you'));
  expect(saidBy(examination)).toContain('missing bearer token');
});

test('a collector that refuses what it is sent, in its own words', async () => {
  const address = await collectorThat((_, response) => response.writeHead(400).end('unexpected field'));
  const examination = await examined({ OTEL_EXPORTER_OTLP_ENDPOINT: address });
  expect(faultsOf(examination)).toEqual(everySignal('collector-refuses'));
  expect(saidBy(examination)).toContain('unexpected field');
});

test('a wrong port: something else listens there', async () => {
  const { jaeger } = endpoints;
  expect(faultsOf(await examined({ OTEL_EXPORTER_OTLP_ENDPOINT: jaeger }))).toEqual(everySignal('not-a-collector'));
});

test('clocks that differ', async () => {
  const tenMinutesAgo = () => new Date(Date.now() - 600_000).toUTCString();
  const address = await collectorThat((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json', date: tenMinutesAgo() }).end('{}'),
  );
  const examination = await examined({ OTEL_EXPORTER_OTLP_ENDPOINT: address });
  expect(faultsOf(examination)).toEqual(everySignal('clock-skew'));
  expect(saidBy(examination)).toMatch(/This clock is (599|600|601) s ahead/);
});

test('a backend that keeps tenants apart', async () => {
  // The words are those of Loki with auth_enabled: true.
  const loki = await collectorThat((_, response) => response.writeHead(401).end('no org id'));
  const examination = await examined({}, { backends: { ...endpoints, loki } });
  expect(faultsOf(examination)).toEqual(['seen', 'seen', 'wrong-tenant']);
});

test('a collector that takes everything and delivers nothing', async () => {
  const address = await collectorThat((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
  );
  const examination = await examined({ OTEL_EXPORTER_OTLP_ENDPOINT: address }, { arriveWithinMs: 1000 });
  expect(faultsOf(examination)).toEqual(everySignal('not-arrived'));
});

test.each<[string, Record<string, string>, string[]]>([
  ['telemetry that is switched off', { OTEL_SDK_DISABLED: 'true' }, ['switched-off']],
  ['telemetry that stays in the spool', { MORDOMO_SPOOL_MODE: 'keep' }, ['kept-in-spool']],
  ['a sampler that takes nothing', { OTEL_TRACES_SAMPLER: 'always_off' }, ['not-sampled', 'seen', 'seen']],
  ['a signal that is not exported', { OTEL_LOGS_EXPORTER: 'none' }, ['seen', 'seen', 'not-exported']],
])('%s', async (_, environment, expected) => {
  expect(faultsOf(await examined(environment, { startWithinMs: 8000 }))).toEqual(expected);
});

test.each<[string, readonly string[], string, string]>([
  ['a service without the import', fixture('plain.mjs'), 'not-imported', 'plain.mjs'],
  [
    'a service that ends at once, with its last lines',
    fixture('broken.mjs'),
    'service-ended',
    'the database is not there',
  ],
  ['a command that does not exist', ['no-such-command'], 'service-not-started', 'no-such-command'],
])('%s', async (_, command, id, said) => {
  const examination = await examined({}, { command, startWithinMs: 4000 });
  expect(faultsOf(examination)).toEqual([id]);
  expect(saidBy(examination)).toContain(said);
});

test('an examination that is stopped leaves nothing running', async () => {
  const pidFile = join(dataDir, 'plain.pid');
  const stop = new AbortController();
  const examining = examined({ PID_FILE: pidFile }, { command: fixture('plain.mjs'), signal: stop.signal });
  const pid = Number(await until('the service', () => readFile(pidFile, 'utf8'), Boolean));
  stop.abort();
  await expect(examining).rejects.toThrow('aborted');
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});
