import { expect, test } from 'vitest';
import type { TelemetryStatus } from '../src/api/telemetry.ts';
import { FakeCollector } from './support/fake-collector.ts';
import { Service, temporaryFolder, until } from './support/processes.ts';

const run = (fixture: string, environment: Record<string, string>): Service =>
  new Service(fixture, { OTEL_SERVICE_NAME: 'house', MORDOMO_SPOOL_DIR: temporaryFolder(), ...environment });

test('flush delivers everything, status tells the books, shutdown ends it; the process ends by itself', async () => {
  const collector = new FakeCollector();
  const endpoint = await collector.start();
  const service = run('by-hand.ts', { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
  expect(await service.ended()).toBe(0);
  expect(collector.spans().map(({ name }) => name)).toEqual(['work']);
  expect(collector.logs()).toHaveLength(1);
  const { flushed, stopped } = JSON.parse(service.output) as { flushed: TelemetryStatus; stopped: TelemetryStatus };
  expect(flushed).toMatchObject({
    state: 'on',
    service: 'house',
    instance: expect.stringMatching(/^house@[^#]+$/),
    destinations: { traces: `${endpoint}/v1/traces`, metrics: `${endpoint}/v1/metrics`, logs: `${endpoint}/v1/logs` },
    spool: expect.stringMatching(/house$/),
    items: { traces: { spooled: 1, sent: 1, dropped: 0 }, logs: { spooled: 1, sent: 1, dropped: 0 } },
    covered: expect.arrayContaining([expect.stringMatching(/^express 5\./)]),
    advice: [],
  });
  expect(stopped).toMatchObject({ state: 'stopped' });
  await collector.stop();
});

test('with the collector hanging, flush and shutdown come back within their time, and nothing is lost', async () => {
  const collector = new FakeCollector();
  collector.answer = () => ({ status: 0 });
  const service = run('by-hand.ts', { OTEL_EXPORTER_OTLP_ENDPOINT: await collector.start() });
  expect(await service.ended()).toBe(0);
  const { flushed } = JSON.parse(service.output) as { flushed: TelemetryStatus };
  expect(flushed).toMatchObject({ items: { traces: { spooled: 1, sent: 0, dropped: 0 } } });
  await collector.stop();
});

test('with telemetry off every function resolves and does nothing', async () => {
  const service = run('by-hand.ts', { OTEL_SDK_DISABLED: 'true' });
  expect(await service.ended()).toBe(0);
  expect(JSON.parse(service.output)).toEqual({ flushed: { state: 'off' }, stopped: { state: 'off' } });
});

test.each([
  [{}, 1],
  [{ OTEL_LOG_LEVEL: 'warn' }, 0],
  [{ NODE_ENV: 'production' }, 0],
  [{ NODE_ENV: 'production', OTEL_LOG_LEVEL: 'info' }, 1],
])('the line at start says what is traced and where it goes, by the log level: %j', async (environment, lines) => {
  const service = run('start-up.ts', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', ...environment });
  const said = () => service.errors.split('\n').filter((line) => line.includes('Traced: '));
  await service.said('started');
  if (lines === 0)
    await until(
      () => service.errors.includes('No telemetry reaches'),
      () => service.errors,
      40_000,
    );
  else
    await until(
      () => said().length > 0,
      () => service.errors,
    );
  service.kill('SIGTERM');
  await service.ended();
  const line = /^\[mordomo\] house: traces, metrics and logs go to http:\/\/127\.0\.0\.1:9\. Traced: .*express 5.*pino/;
  expect(said()).toEqual(Array.from({ length: lines }, () => expect.stringMatching(line)));
});
