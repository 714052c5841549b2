/** Secrets everywhere in a service's traffic: none is exported, and strangers learn nothing of its traces. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { generate } from 'selfsigned';
import { expect, onTestFinished, test } from 'vitest';
import { FakeCollector } from './support/fake-collector.ts';
import { Service, temporaryFolder, until } from './support/processes.ts';
import { spooledSpans, spoolText } from './support/spool.ts';

/** A request that somebody outside of the service got. */
interface Received {
  /** Whom it was for, by its URL or its `Host` header. */
  readonly host: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Friend and stranger: the stranger is whoever is asked by a public name. */
async function outside(): Promise<{
  received: Received[];
  addresses: Record<'friend' | 'stranger' | 'tls' | 'h2', Server>;
}> {
  const received: Received[] = [];
  const receive = (
    { url = '', headers, authority }: (IncomingMessage & { authority?: string }) | Http2ServerRequest,
    response: ServerResponse | Http2ServerResponse,
  ): void => {
    const host = URL.parse(url)?.host ?? authority ?? headers.host ?? '';
    received.push({ host, headers });
    response.setHeader('set-cookie', 'session=canary-set-cookie');
    if (!url.startsWith('/to-the-stranger')) return void response.end('hello');
    response.statusCode = 302;
    response.setHeader('location', `http://api.example.org:${portOf(servers.stranger)}/?token=canary-redirect`);
    response.end();
  };
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
  const servers = {
    friend: createServer(receive),
    stranger: createServer(receive),
    tls: createTlsServer({ key, cert }, receive),
    h2: createHttp2Server(receive),
  };
  for (const server of Object.values(servers)) {
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
  }
  return { received, addresses: servers };
}

const portOf = (server: Server): string => String((server.address() as AddressInfo).port);

const contextHeaders = /^(?:traceparent|tracestate|baggage|b3|x-b3-.*)$/;
const captured = 'authorization,cookie,set-cookie,x-api-key,baggage,referer,location,accept';

test('0 of the canaries are exported, and no stranger gets trace context or baggage, by any client or server', async () => {
  const { received, addresses } = await outside();
  const collector = new FakeCollector();
  const spoolDir = temporaryFolder();
  const environment = {
    OTEL_SERVICE_NAME: 'house',
    OTEL_LOG_LEVEL: 'warn',
    OTEL_EXPORTER_OTLP_ENDPOINT: await collector.start(),
    OTEL_PROPAGATORS: 'tracecontext,baggage,b3,b3multi',
    OTEL_INSTRUMENTATION_HTTP_CAPTURE_HEADERS_SERVER_REQUEST: captured,
    OTEL_INSTRUMENTATION_HTTP_CAPTURE_HEADERS_SERVER_RESPONSE: captured,
    OTEL_INSTRUMENTATION_HTTP_CAPTURE_HEADERS_CLIENT_REQUEST: captured,
    OTEL_INSTRUMENTATION_HTTP_CAPTURE_HEADERS_CLIENT_RESPONSE: captured,
    MORDOMO_REDACT_PATHS: '/pair/*',
    MORDOMO_SPOOL_DIR: spoolDir,
  };
  const service = new Service(
    'canaries.ts',
    { ...environment, MORDOMO_SPOOL_MODE: 'keep' },
    `http://127.0.0.1:${portOf(addresses.friend)}`,
    `http://127.0.0.1:${portOf(addresses.stranger)}`,
    portOf(addresses.tls),
    portOf(addresses.h2),
  );
  expect(`${await service.ended()} ${service.errors}`).toBe('0 ');

  const strangers = received.filter(({ host }) => host.startsWith('api.example.org'));
  const friends = received.filter(({ host }) => !host.startsWith('api.example.org'));
  const contextOf = ({ headers }: Received): string[] =>
    Object.keys(headers).filter((name) => contextHeaders.test(name));
  // http, fetch, undici, fetch after a redirect, https, http2, a virtual host, by way of a proxy.
  expect(strangers).toHaveLength(8);
  expect(strangers.flatMap(contextOf)).toEqual([]);
  expect(JSON.stringify(strangers)).not.toContain('canary-baggage');
  // http, fetch and undici twice each, https.
  expect(friends).toHaveLength(7);
  for (const friend of friends)
    expect(contextOf(friend)).toEqual(expect.arrayContaining(['traceparent', 'baggage', 'b3']));

  const text = spoolText(spoolDir, 'house');
  expect(text.match(/.{0,120}canary-.{0,40}/g) ?? []).toEqual([]);
  // They were all there: what is redacted is told as such.
  const spans = spooledSpans(spoolDir, 'house');
  const exported = JSON.stringify(spans);
  for (const kept of [
    '/pair/REDACTED/botREDACTED?token=REDACTED&REDACTED',
    'REDACTED@',
    'text/plain',
    'the lamp is broken',
  ]) {
    expect(exported).toContain(kept);
  }
  expect(text).toContain('asked for /pair/REDACTED/botREDACTED?token=REDACTED');

  const next = new Service('emitter.ts', environment, '0', 'stay');
  await until(
    () => collector.spans().length >= spans.length && collector.logs().length > 0 && collector.metrics().length > 0,
    () => `${collector.spans().length} of ${spans.length} spans; ${next.errors}`,
  );
  next.kill('SIGKILL');
  await collector.stop();
  expect(collector.received).not.toContain('canary-');
});
