import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { FakeCollector } from './support/fake-collector.ts';
import { Service, temporaryFolder, until } from './support/processes.ts';
import { spooledPoints } from './support/spool.ts';

const service = (kind: string, environment: Record<string, string> = {}): Service =>
  new Service(
    'metrics-servers.ts',
    { OTEL_SERVICE_NAME: 'house', MORDOMO_SPOOL_DIR: temporaryFolder(), MORDOMO_SPOOL_MODE: 'keep', ...environment },
    kind,
  );

const names = ['stt_latency_seconds_bucket', 'stt_latency_seconds_sum', 'wake_word_detections_total'];

/** Starts a service and gives the address of its own server. */
async function listening(kind: string): Promise<{ house: Service; address: string }> {
  const house = service(kind);
  await house.said('listening');
  return { house, address: /listening (\S+)/.exec(house.output)?.[1] ?? '' };
}

test.each(['express', 'fastify'])("one line answers /metrics on a service's own %s server, untraced", async (kind) => {
  const { address } = await listening(kind);
  const answer = await fetch(`${address}/metrics`);
  const text = await answer.text();
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  for (const name of names) expect(text).toContain(`\n${name}{`);
  expect(text).not.toContain('# {');
  expect(text).not.toContain('http_server_request_duration');
});

test.each(['express', 'fastify'])('a scraper that asks %s for OpenMetrics gets it, with exemplars', async (kind) => {
  const { house, address } = await listening(kind);
  const accept = 'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5';
  const answer = await fetch(`${address}/metrics`, { headers: { accept } });
  const text = await answer.text();
  expect(answer.headers.get('content-type')).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
  expect(text).toMatch(/\n# EOF\n$/);
  const traceId = /trace (\w{32})/.exec(house.output)?.[1];
  expect(text).toMatch(
    new RegExp(`\nstt_latency_seconds_bucket.*le="1.0"} 1 # {trace_id="${traceId}",span_id="\\w{16}"} 0.7 `),
  );
  expect(text).toMatch(new RegExp(`\nwake_word_detections_total.* 1 # {trace_id="${traceId}",span_id="\\w{16}"} 1 `));
});

test('40 000 values of a label are 2000 series on both ways, none is lost, and memory stays as it is', async () => {
  const spoolDir = temporaryFolder();
  const house = new Service('many-labels.ts', {
    OTEL_SERVICE_NAME: 'house',
    MORDOMO_SPOOL_DIR: spoolDir,
    MORDOMO_SPOOL_MODE: 'keep',
    OTEL_METRIC_EXPORT_INTERVAL: '500',
  });
  expect(await house.ended()).toBe(0);
  const { bytesPerFurtherId, scraped } = JSON.parse(house.output) as { bytesPerFurtherId: number; scraped: string };
  console.log(`${bytesPerFurtherId.toFixed(1)} bytes of heap for each id beyond the first 20 000`);
  expect(bytesPerFurtherId).toBeLessThan(50); // an attribute set takes hundreds

  const lines = scraped.split('\n');
  const pulled = lines.filter((line) => line.startsWith('visits_total{'));
  const pushed = spooledPoints(spoolDir, 'house', 'visits');
  expect([pulled.length, pushed.length]).toEqual([2000, 2000]);
  expect(lines.filter((line) => line.startsWith('visit_seconds_count{'))).toHaveLength(2000);
  expect(pulled.find((line) => line.includes('otel_metric_overflow="true"'))).toMatch(/ 38001$/);
  expect(pushed.find(({ labels }) => labels['otel.metric.overflow'] === true)?.asDouble).toBe(38_001);
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
  // A scraper that would keep its connection must not hold the process back.
  expect(answer.headers.get('connection')).toBe('close');
  house.kill('SIGTERM');
  expect(await house.ended()).toBe('SIGTERM');
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
