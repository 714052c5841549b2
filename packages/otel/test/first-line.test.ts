import { expect, test } from 'vitest';
import { FakeCollector, type Item } from './support/fake-collector.ts';
import { Service, temporaryFolder, until } from './support/processes.ts';

async function watch(fixture: string, environment: Record<string, string> = {}) {
  const collector = new FakeCollector();
  const spoolDir = temporaryFolder();
  const service = new Service(fixture, {
    OTEL_EXPORTER_OTLP_ENDPOINT: await collector.start(),
    OTEL_SERVICE_NAME: 'house',
    MORDOMO_SPOOL_DIR: spoolDir,
    ...environment,
  });
  expect(await service.ended()).toBe(0);
  // What the process left is sent by the next one of the same service.
  const next = new Service(
    'emitter.ts',
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collector.port}`,
      OTEL_SERVICE_NAME: 'house',
      MORDOMO_SPOOL_DIR: spoolDir,
    },
    '0',
    'stay',
  );
  await until(
    () => collector.metrics().length > 0,
    () => `${collector.requests} requests; ${service.errors}`,
  );
  next.kill('SIGKILL');
  await collector.stop();
  return { collector, service };
}

const serverSpan = (collector: FakeCollector, route: string): Item | undefined =>
  collector.spans().find(({ kind, attributes }) => kind === 2 && attributes['http.route'] === route);

const firstLine = {};
const importing = { NODE_OPTIONS: '--import @mordomo/otel' };
const requiring = { NODE_OPTIONS: '--require @mordomo/otel' };

test.each([
  ['express.ts', firstLine],
  ['express.ts', importing],
  ['express-too-early.ts', firstLine],
  ['commonjs.cjs', firstLine],
  ['commonjs.cjs', requiring],
  ['fastify.ts', firstLine],
  ['fastify.ts', importing],
])(
  'one import traces %s %j: server span with route, client span above it, correlated logs',
  async (fixture, environment) => {
    const { collector, service } = await watch(fixture, environment);
    const server = serverSpan(collector, '/rooms/:room');
    expect(server).toMatchObject({
      name: 'GET /rooms/:room',
      attributes: { 'http.response.status_code': 200 },
    });
    const client = collector.spans().find(({ spanId }) => spanId === server?.['parentSpanId']);
    expect(client).toMatchObject({ kind: 3, traceId: server?.['traceId'] });

    const line = collector.logs().find(({ body }) => JSON.stringify(body).includes('asked for a room'));
    expect(line).toMatchObject({ traceId: server?.['traceId'], spanId: server?.['spanId'] });
    const printed = service.output.split('\n').find((text) => text.includes('asked for a room')) ?? '{}';
    expect(JSON.parse(printed)).toMatchObject({ trace_id: server?.['traceId'], span_id: server?.['spanId'] });
    expect(collector.metrics().map(({ name }) => name)).toContain('http.server.request.duration');
    expect(JSON.stringify([collector.spans(), collector.logs()])).not.toContain('canary');
  },
);

test('an error thrown in a Fastify handler is recorded on the server span', async () => {
  const { collector } = await watch('fastify.ts');
  const span = serverSpan(collector, '/broken');
  expect(span).toMatchObject({ attributes: { 'http.response.status_code': 500 }, status: { code: 2 } });
  expect(JSON.stringify(span?.['events'])).toContain('the lamp is broken');
});

test('the resource names the service and its stable instance, and no person', async () => {
  const { collector } = await watch('express.ts');
  const [resource] = collector.resources();
  expect(resource).toMatchObject({ 'service.name': 'house', 'telemetry.sdk.language': 'nodejs' });
  expect(resource?.['service.instance.id']).toMatch(/^house@./);
  expect(Object.keys(resource ?? {})).not.toContain('process.owner');
  expect(Object.keys(resource ?? {})).not.toContain('process.command_args');
});
