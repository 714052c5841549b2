import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { FakeCollector } from './support/fake-collector.ts';
import { Service, temporaryFolder, until } from './support/processes.ts';

const service = (kind: string, environment: Record<string, string> = {}): Service =>
  new Service(
    'metrics-servers.ts',
    { OTEL_SERVICE_NAME: 'house', MORDOMO_SPOOL_DIR: temporaryFolder(), MORDOMO_SPOOL_MODE: 'keep', ...environment },
    kind,
  );

const names = ['stt_latency_seconds_bucket', 'stt_latency_seconds_sum', 'wake_word_detections_total'];

test.each(['express', 'fastify'])("one line answers /metrics on a service's own %s server, untraced", async (kind) => {
  const house = service(kind);
  await house.said('listening');
  const address = /listening (\S+)/.exec(house.output)?.[1];
  const answer = await fetch(`${address}/metrics`);
  const text = await answer.text();
  expect(answer.status).toBe(200);
  for (const name of names) expect(text).toContain(`\n${name}{`);
  expect(text).not.toContain('http_server_request_duration');
});

test('with telemetry off /metrics says so', async () => {
  const house = service('express', { OTEL_SDK_DISABLED: 'true' });
  await house.said('listening');
  const answer = await fetch(`${/listening (\S+)/.exec(house.output)?.[1]}/metrics`);
  expect(answer.status).toBe(503);
  expect(await answer.text()).toMatch(/^No metrics: telemetry is switched off.*\n$/);
});

test('a busy metrics port: the next free one is used, and said once', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => void other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  const house = service('own', { MORDOMO_METRICS_SERVER: 'own', OTEL_EXPORTER_PROMETHEUS_PORT: String(port) });
  await until(
    () => house.errors.includes('is busy'),
    () => house.errors,
  );
  const answer = await fetch(/http:\S+/.exec(house.errors)?.[0] ?? '');
  expect(await answer.text()).toContain('stt_latency_seconds_count{');
  other.close();
  // A scraper's open connection must not hold the process back.
  const beforeMs = Date.now();
  house.kill('SIGTERM');
  expect(await house.ended()).toBe('SIGTERM');
  expect(Date.now() - beforeMs).toBeLessThan(1000);
});

test('values recorded inside a sampled span are pushed with an exemplar of that trace', async () => {
  const collector = new FakeCollector();
  const endpoint = await collector.start();
  const house = service('own', {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    MORDOMO_SPOOL_MODE: 'forward',
    OTEL_METRIC_EXPORT_INTERVAL: '300',
  });
  await house.said('listening');
  const traceId = /trace (\w{32})/.exec(house.output)?.[1];
  await until(
    () => collector.metrics().length > 0,
    () => house.errors,
  );
  for (const name of ['stt_latency', 'wake_word_detections']) {
    const metric = JSON.stringify(collector.metrics().find((candidate) => candidate.name === name));
    expect(metric).toContain(`"traceId":"${traceId}"`);
    expect(metric.match(/"spanId"/g)).toHaveLength(1);
  }
  await collector.stop();
});
