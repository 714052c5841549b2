import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resolveConfig } from '../config.ts';
import { createSender } from './transport.ts';

let server: Server;
let environment: Record<string, string> = {};
let status = 200;
let answer = '{}';
let requests: string[] = [];

beforeEach(async () => {
  requests = [];
  server = createServer((request, response) => {
    requests.push(
      `${request.method} ${request.url} ${request.headers['content-type']} ${String(request.headers['x-house'])}`,
    );
    request.resume().on('end', () => response.writeHead(status).end(answer));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => void server.once('listening', resolve));
  environment = {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-house=lisboa',
  };
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const send = () =>
  createSender(resolveConfig(environment).config).send({ signal: 'traces', items: 3, body: '{"resourceSpans":[]}' });

test('a record is sent as OTLP/JSON with the standard settings', async () => {
  [status, answer] = [200, '{}'];
  expect(await send()).toEqual({ kind: 'accepted', rejected: 0 });
  expect(requests).toEqual(['POST /v1/traces application/json lisboa']);
});

test('a partial success tells how many were refused', async () => {
  [status, answer] = [200, '{"partialSuccess":{"rejectedSpans":"2","errorMessage":"too old"}}'];
  expect(await send()).toEqual({ kind: 'accepted', rejected: 2 });
});

test.each([400, 413, 422])('%i refuses the record itself', async (code) => {
  status = code;
  expect(await send()).toMatchObject({ kind: 'refused' });
});

test.each([401, 403, 404, 408, 429, 500, 502, 503, 504])(
  '%i is tried again later, by us and not by the stock exporter',
  async (code) => {
    status = code;
    const beforeMs = Date.now();
    expect(await send()).toMatchObject({ kind: 'later' });
    expect(requests).toHaveLength(1);
    expect(Date.now() - beforeMs).toBeLessThan(900);
  },
);

test('nobody there is tried again later', async () => {
  await new Promise((resolve) => void server.close(resolve));
  expect(await send()).toEqual({ kind: 'later', why: 'ECONNREFUSED' });
});
