/** What must be seen of a service that calls others. */
import type { ExpectStatic } from 'vitest';
import { childrenOf, type Seen, type Span } from '../telemetry.ts';
import { expectAnswerWithin, expectCorrelated } from './web.ts';

const named = (seen: Seen, name: string): Span | undefined => seen.spans.find((span) => span.name === name);

/** Spans of libraries, by instrumentation and name, that belong under the app's own span `work`. */
export function expectUnderWork(expect: ExpectStatic, seen: Seen, spans: readonly Partial<Span>[]): void {
  const work = named(seen, 'work');
  expect.soft(work, 'the span of the app').toBeDefined();
  for (const span of spans) {
    expect.soft(childrenOf(seen, work), `${span.name} under it`).toContainEqual(expect.objectContaining(span));
  }
}

/** Requests by default, namespace and named imports of node:http and node:https, and their answers. */
export function expectPlainServers(expect: ExpectStatic, seen: Seen): void {
  const server = (path: string): Span | undefined =>
    seen.spans.find(({ kind, attributes }) => kind === 'server' && attributes['url.path'] === path);
  const room = server('/rooms');
  expect.soft(room, 'server span').toMatchObject({ name: 'GET', attributes: { 'http.response.status_code': 200 } });
  expectAnswerWithin(expect, seen, room);
  for (const path of ['/by-default-import', '/by-named-import']) {
    const secure = server(path);
    const attributes = { 'http.response.status_code': 201, 'url.scheme': 'https' };
    expect.soft(secure, `server span of ${path}`).toMatchObject({ attributes });
    const client = seen.spans.find(({ spanId }) => spanId === secure?.parentSpanId);
    expect.soft(client?.kind, `client span over ${path}`).toBe('client');
  }
}

/** Calls by fetch and undici, and a line of `console`. */
export function expectCalls(expect: ExpectStatic, seen: Seen): void {
  const work = named(seen, 'work');
  for (const path of ['/by-fetch', '/by-undici-fetch', '/by-undici-request']) {
    const isAsked = ({ kind, attributes }: Span): boolean => kind === 'client' && attributes['url.path'] === path;
    const client = childrenOf(seen, work).find(isAsked);
    expect.soft(client, `client span of ${path}`).toMatchObject({ attributes: { 'http.response.status_code': 202 } });
    expect.soft(childrenOf(seen, client)[0]?.kind, `server span of ${path} under it`).toBe('server');
  }
  const metrics = seen.metrics.map(({ name }) => name);
  expect
    .soft(metrics, 'HTTP metrics')
    .toEqual(expect.arrayContaining(['http.client.request.duration', 'http.server.request.duration']));
  expectCorrelated(expect, seen, work, 'asked for a room');
}

/** One message from its producer to its consumer. */
export function expectMessage(expect: ExpectStatic, seen: Seen): void {
  expectUnderWork(expect, seen, [{ kind: 'producer' }]);
  const producer = seen.spans.find(({ kind }) => kind === 'producer');
  const consumer = seen.spans.find(({ kind }) => kind === 'consumer');
  expect.soft(consumer?.parentSpanId, 'consumer span under the producer span').toBe(producer?.spanId);
  expect.soft(named(seen, 'switch on')?.parentSpanId, 'context of the handler').toBe(consumer?.spanId);
}

/** One event that is received, and one that is sent while it is handled. */
export function expectEvents(expect: ExpectStatic, seen: Seen): void {
  const isReceived = ({ kind, attributes }: Span): boolean =>
    kind === 'consumer' && attributes['messaging.socket.io.event_name'] === 'lamp';
  const children = childrenOf(seen, seen.spans.find(isReceived)).map(({ name }) => name);
  expect.soft(children.toSorted(), 'what was done while the event was handled').toEqual(['send /', 'switch']);
}
