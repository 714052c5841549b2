/** What must be seen of a service that answers requests. */
import type { ExpectStatic } from 'vitest';
import { childrenOf, type Seen, type Span } from '../telemetry.ts';

const asked = (seen: Seen, path: string): Span | undefined =>
  seen.spans.find(({ kind, attributes }) => kind === 'server' && attributes['url.path'] === path);

/** One request through a nested router, and everything that happens while it is answered. */
export function expectRoom(expect: ExpectStatic, seen: Seen): void {
  const route = '/houses/:house/rooms/:room';
  const server = asked(seen, '/houses/mine/rooms/kitchen');
  expect.soft(server, 'server span with the route').toMatchObject({
    name: `GET ${route}`,
    status: 'unset',
    attributes: {
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'url.path': '/houses/mine/rooms/kitchen',
    },
  });
  expectAnswerWithin(expect, seen, server);
  expect
    .soft(metric(seen, 'http.server.request.duration'), 'metric of the server')
    .toContainEqual(expect.objectContaining({ 'http.route': route, 'http.response.status_code': 200 }));
}

/** The context of a request lives on in what its handler waits for, calls and logs. */
export function expectAnswerWithin(expect: ExpectStatic, seen: Seen, server: Span | undefined): void {
  const children = childrenOf(seen, server);
  const client = children.find(({ kind }) => kind === 'client');
  expect.soft(client, 'client span under the server span').toBeDefined();
  expect
    .soft(childrenOf(seen, client)[0]?.kind, 'server span of the inner request under its client span')
    .toBe('server');
  const names = children.filter(({ kind }) => kind === 'internal').map(({ name }) => name);
  expect.soft(names, 'spans after waiting').toEqual(['after await', 'after stream', 'after timer']);
  expect.soft(metric(seen, 'http.client.request.duration').length, 'metric of the client').toBeGreaterThan(0);
  expectCorrelated(expect, seen, server, 'asked for a room');
}

/** A line with this text has the ids of the span, where it is printed and where it is exported. */
export function expectCorrelated(expect: ExpectStatic, seen: Seen, span: Span | undefined, text: string): void {
  const ids = { traceId: span?.traceId, spanId: span?.spanId };
  const records = seen.logs.filter(({ body }) => String(body).includes(text));
  expect.soft(records, `one log record with the ids of the span: ${text}`).toEqual([expect.objectContaining(ids)]);
  const printed = seen.stdout.split('\n').find((line) => line.includes(text)) ?? '';
  expect.soft(printed, 'the printed line has the trace id').toContain(span?.traceId);
  expect.soft(printed, 'the printed line has the span id').toContain(span?.spanId);
}

/** An error of a handler is on the span of its request, which has the status of the response. */
export function expectErrors(expect: ExpectStatic, seen: Seen, ways: readonly string[]): void {
  for (const way of ways) {
    const server = asked(seen, `/broken/${way}`);
    expect.soft(server, `request that failed by ${way}`).toMatchObject({
      status: 'error',
      attributes: { 'http.route': routeOf(way), ...statusOf(way) },
      events: [{ name: 'exception', attributes: { 'exception.type': 'BrokenLamp', 'exception.message': way } }],
    });
    const stack = String(server?.events[0]?.attributes['exception.stacktrace']);
    expect.soft(stack, `stack of ${way}`).toMatch(new RegExp(`BrokenLamp: ${way}\\n +at .*(app|bundle)\\.`));
  }
}

/** A parameter's handler comes before the route that it belongs to. */
const routeOf = (way: string): string => (way === 'parameter' ? '/broken' : `/broken/${way}`);

/** A response that is cut off has sent its status already. */
const statusOf = (way: string): Record<string, unknown> => {
  if (way === 'stream') return { 'http.response.status_code': 200, 'error.type': 'BrokenLamp' };
  const code = way === 'handled' ? 503 : 500;
  return { 'http.response.status_code': code, 'error.type': String(code) };
};

/** What no route answers is no error of the service. */
export function expectNotFound(expect: ExpectStatic, seen: Seen): void {
  const span = asked(seen, '/nowhere');
  expect.soft(span, 'request that no route answers').toMatchObject({
    name: 'GET',
    status: 'unset',
    attributes: { 'http.response.status_code': 404 },
  });
  expect.soft(span?.attributes).not.toHaveProperty('http.route');
}

const metric = (seen: Seen, name: string): readonly object[] =>
  seen.metrics.filter((found) => found.name === name).flatMap(({ points }) => points);
