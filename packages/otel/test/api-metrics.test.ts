import { expect, test } from 'vitest';
import { Service, temporaryFolder } from './support/processes.ts';
import { spooledExemplars, spooledPoints, spooledSpans } from './support/spool.ts';

async function measure(kind: string) {
  const spoolDir = temporaryFolder();
  const service = new Service(
    'api-servers.ts',
    { OTEL_SERVICE_NAME: 'house', MORDOMO_SPOOL_DIR: spoolDir, MORDOMO_SPOOL_MODE: 'keep' },
    kind,
  );
  expect(await service.ended()).toBe(0);
  return {
    points: (metric: string) => spooledPoints(spoolDir, 'house', metric),
    exemplars: spooledExemplars(spoolDir, 'house', 'api_latency'),
    spans: spooledSpans(spoolDir, 'house'),
  };
}

test.each(['express', 'fastify'])(
  '%s: every request is counted by route template, method and status, and timed by route template',
  async (kind) => {
    const { points, exemplars, spans } = await measure(kind);
    const counted = points('api_requests').map(({ labels, asInt, asDouble }) => ({
      ...labels,
      requests: Number(asInt ?? asDouble),
    }));
    expect(counted.sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1))).toEqual([
      { endpoint: '/broken', method: 'GET', status: 500, requests: 1 },
      { endpoint: '/rooms', method: 'POST', status: 201, requests: 1 },
      { endpoint: '/rooms/:room/lamps/:lamp', method: 'GET', status: 200, requests: 2 },
      { endpoint: '/slow', method: 'GET', status: 499, requests: 1 },
      { endpoint: 'unmatched', method: 'GET', status: 404, requests: 1 },
      { endpoint: 'unmatched', method: '_OTHER', status: 404, requests: 1 },
    ]);

    const latency = points('api_latency').find(({ labels }) => labels['endpoint'] === '/rooms/:room/lamps/:lamp');
    expect(latency).toMatchObject({ count: 2, explicitBounds: [0.1, 0.5, 1, 2, 5] });
    const served = spans.filter(({ name }) => name === 'GET /rooms/:room/lamps/:lamp').map(({ traceId }) => traceId);
    expect(served.filter((traceId) => exemplars.includes(traceId))).not.toEqual([]);
    expect(JSON.stringify(points('api_requests'))).not.toContain('canary');

    const predictions = points('model_predictions').map(({ labels }) => labels);
    expect(predictions).toEqual([
      { model: 'base.en', status: 'ok' },
      { model: 'base.en', status: 'error' },
    ]);
    expect(points('model_latency')).toMatchObject([{ labels: { model: 'base.en' }, count: 2, sum: 3.7 }]);
  },
);
