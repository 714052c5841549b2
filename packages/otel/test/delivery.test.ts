import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { absentPort, FakeCollector } from './support/fake-collector.ts';
import { Service, spooled, temporaryFolder, until } from './support/processes.ts';

const count = 300;

/** An address at which nobody listens, and a collector that will. */
async function absentCollector(): Promise<{ endpoint: string; start: () => Promise<FakeCollector> }> {
  const port = await absentPort();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    start: async () => {
      const collector = new FakeCollector();
      await collector.start(port);
      return collector;
    },
  };
}

const emitter = (endpoint: string, spoolDir: string, items: number, ending: string, more = {}): Service =>
  new Service(
    'emitter.ts',
    { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: 'emitter', MORDOMO_SPOOL_DIR: spoolDir, ...more },
    String(items),
    ending,
  );

const names = (collector: FakeCollector): string[] => collector.spans().map(({ name }) => name);

async function arrived(collector: FakeCollector, spans: number): Promise<void> {
  const seen = () => `${names(collector).length} spans, ${collector.logs().length} log records`;
  await until(() => names(collector).length >= spans && collector.logs().length >= count, seen);
}

test('a collector that is away and comes back gets everything once, within 10 s', async () => {
  const { endpoint, start } = await absentCollector();
  const spoolDir = temporaryFolder();
  const service = emitter(endpoint, spoolDir, count, 'stay');
  await service.said('emitted');
  await until(
    () => service.errors.includes('No telemetry reaches'),
    () => service.errors,
  );
  const collector = await start();
  const returnedMs = Date.now();
  await arrived(collector, count);
  expect(Date.now() - returnedMs).toBeLessThan(10_000);
  expect(new Set(names(collector)).size).toBe(count);
  expect(names(collector)).toHaveLength(count);
  await until(
    () => readdirSync(join(spoolDir, 'emitter')).length === 0,
    () => JSON.stringify(spooled(spoolDir, 'emitter')),
  );
  service.kill('SIGTERM');
  expect(await service.ended()).toBe('SIGTERM');
  await collector.stop();
});

test.each([
  ['natural', 0],
  ['exit', 3],
  ['throw', 1],
])('with the collector away, the ending "%s" loses nothing, keeps its exit code and is quick', async (ending, code) => {
  const { endpoint, start } = await absentCollector();
  const spoolDir = temporaryFolder();
  const beforeMs = Date.now();
  expect(await emitter(endpoint, spoolDir, count, ending).ended()).toBe(code);
  expect(Date.now() - beforeMs).toBeLessThan(8000);
  expect(spooled(spoolDir, 'emitter')).toMatchObject({ traces: count, logs: count });
  const collector = await start();
  emitter(endpoint, spoolDir, 0, 'stay');
  await arrived(collector, count);
  const emitted = () => JSON.stringify(collector.metrics().filter(({ name }) => name === 'emitted'));
  await until(() => emitted().includes(`"asDouble":${count}`), emitted);
  await collector.stop();
});

test('a collector that takes the request and never answers does not hold the end of a service', async () => {
  const collector = new FakeCollector();
  let asked = false;
  collector.answer = () => {
    asked = true;
    return { status: 0 };
  };
  const spoolDir = temporaryFolder();
  const service = emitter(await collector.start(), spoolDir, count, 'graceful');
  await until(
    () => asked,
    () => service.errors,
  );
  const beforeMs = Date.now();
  service.kill('SIGTERM');
  expect(await service.ended()).toBe(7);
  expect(Date.now() - beforeMs).toBeLessThan(1000);
  expect(spooled(spoolDir, 'emitter')).toMatchObject({ traces: count + 1, logs: count });
  await collector.stop();
});

test('SIGTERM ends a service that does not listen to it at once, and loses nothing', async () => {
  const { endpoint } = await absentCollector();
  const spoolDir = temporaryFolder();
  const service = emitter(endpoint, spoolDir, count, 'stay');
  await service.said('emitted');
  const beforeMs = Date.now();
  service.kill('SIGTERM');
  expect(await service.ended()).toBe('SIGTERM');
  expect(Date.now() - beforeMs).toBeLessThan(1000);
  expect(spooled(spoolDir, 'emitter')).toMatchObject({ traces: count, logs: count });
});

test("a service's own SIGTERM handler decides when and how it ends", async () => {
  const { endpoint } = await absentCollector();
  const spoolDir = temporaryFolder();
  const service = emitter(endpoint, spoolDir, count, 'graceful');
  await service.said('emitted');
  service.kill('SIGTERM');
  expect(await service.ended()).toBe(7);
  expect(spooled(spoolDir, 'emitter')).toMatchObject({ traces: count + 1, logs: count });
});

test('what a killed process left is adopted by the next of its service, not by another service', async () => {
  const { endpoint, start } = await absentCollector();
  const spoolDir = temporaryFolder();
  const killed = emitter(endpoint, spoolDir, count, 'stay');
  await until(
    () => (existsFolder(spoolDir) ? spooled(spoolDir, 'emitter')['logs'] === count : false),
    () => killed.errors,
  );
  killed.kill('SIGKILL');
  await killed.ended();
  const collector = await start();
  emitter(endpoint, spoolDir, 0, 'stay', { OTEL_SERVICE_NAME: 'other' });
  emitter(endpoint, spoolDir, 0, 'stay');
  await arrived(collector, count);
  expect(names(collector)).toHaveLength(count);
  expect(collector.resources().every((resource) => resource['service.name'] === 'emitter')).toBe(true);
  await collector.stop();
});

const existsFolder = (spoolDir: string): boolean => readdirSync(spoolDir).includes('emitter');

test('with MORDOMO_SPOOL_MODE=keep nothing is sent, even if somebody listens', async () => {
  const collector = new FakeCollector();
  const endpoint = await collector.start();
  const spoolDir = temporaryFolder();
  const service = emitter(endpoint, spoolDir, count, 'natural', { MORDOMO_SPOOL_MODE: 'keep' });
  expect(await service.ended()).toBe(0);
  expect(spooled(spoolDir, 'emitter')).toMatchObject({ traces: count, logs: count });
  expect(collector.requests).toBe(0);
  await collector.stop();
});

test('one poisonous span is dropped alone, and the books say so', async () => {
  const collector = new FakeCollector();
  collector.answer = (_path, body) => (body.includes('"work-7"') ? { status: 400 } : undefined);
  const service = emitter(await collector.start(), temporaryFolder(), count, 'stay', {
    OTEL_METRIC_EXPORT_INTERVAL: '500',
  });
  await arrived(collector, count - 1);
  expect(names(collector)).not.toContain('work-7');
  const books = () => JSON.stringify(collector.metrics().filter(({ name }) => name === 'mordomo.telemetry.items'));
  await until(() => books().includes('rejected'), books);
  expect(service.errors).toContain('refused traces');
  await collector.stop();
});

test('OTEL_SDK_DISABLED turns everything off', async () => {
  const spoolDir = temporaryFolder();
  const service = emitter('http://127.0.0.1:9', spoolDir, count, 'natural', { OTEL_SDK_DISABLED: 'true' });
  expect(await service.ended()).toBe(0);
  expect(service.errors).toBe('');
  expect(readdirSync(spoolDir)).toEqual([]);
});

test('a spool that cannot be written is said once, and the service goes on', async () => {
  const collector = new FakeCollector();
  const endpoint = await collector.start();
  const spoolDir = temporaryFolder();
  mkdirSync(join(spoolDir, 'taken'));
  writeFileSync(join(spoolDir, 'taken', 'emitter'), 'a file where the folder should be');
  const service = emitter(endpoint, join(spoolDir, 'taken'), count, 'stay');
  await arrived(collector, count);
  expect(service.errors.match(/cannot be spooled/g)).toHaveLength(1);
  await collector.stop();
});

test('wrong settings are said in one sentence each, and the service runs', async () => {
  const service = emitter('not a url', temporaryFolder(), 1, 'natural', { MORDOMO_SPOOL_MODE: 'sometimes' });
  expect(await service.ended()).toBe(0);
  expect(service.errors).toContain('MORDOMO_SPOOL_MODE="sometimes" is not one of forward, keep; "forward" is used.');
  expect(service.errors).toContain('OTEL_EXPORTER_OTLP_ENDPOINT="not a url" is not an http or https address');
});
