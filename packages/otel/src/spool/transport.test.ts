import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
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
    const told = ['content-type', 'x-house', 'x-room', 'content-encoding'].map((name) => request.headers[name]);
    requests.push([request.method, request.url, ...told].filter((part) => part !== undefined).join(' '));
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

test('a signal can have an endpoint, headers and compression of its own', async () => {
  [status, answer] = [200, '{}'];
  const base = environment['OTEL_EXPORTER_OTLP_ENDPOINT'];
  const own = {
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${base}/tempo/api`,
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-house=porto,x-room=kitchen%20sink',
    OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: 'gzip',
  };
  const sender = createSender(resolveConfig({ ...environment, ...own }).config);
  await sender.send({ signal: 'traces', items: 1, body: '{"resourceSpans":[]}' });
  await sender.send({ signal: 'logs', items: 1, body: '{"resourceLogs":[]}' });
  expect(requests).toEqual([
    'POST /tempo/api application/json porto kitchen sink gzip',
    'POST /v1/logs application/json lisboa',
  ]);
});

test('headers come from the settings that were resolved, not from the environment behind their back', async () => {
  [status, answer] = [200, '{}'];
  vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'x-room=leaked');
  expect(await send()).toMatchObject({ kind: 'accepted' });
  vi.unstubAllEnvs();
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
