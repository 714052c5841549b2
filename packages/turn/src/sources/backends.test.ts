import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { nanos, spanId, traceId, traceRequest } from '../testing/otlp-builder.ts';
import { turnSpans } from '../testing/turns.ts';
import { readTurnFromBackends } from './backends.ts';
import { everyHopHeld } from './hops.ts';

type Answer = (url: URL, response: ServerResponse) => void;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: Answer): Promise<string> {
  const server = createServer((request, response) => answer(new URL(request.url ?? '/', 'http://test'), response));
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const json =
  (body: unknown): Answer =>
  (_url, response) =>
    void response.end(JSON.stringify(body));

/** Answers of the real servers, cut down to one entry each. */
const jaeger = json({ result: traceRequest(turnSpans) });
const loki = json({
  status: 'success',
  data: {
    resultType: 'streams',
    result: [
      {
        stream: {
          container: 'whisper-asr',
          job: 'whisper-asr',
          level: 'info',
          trace_id: traceId,
          span_id: spanId('stt'),
        },
        values: [[nanos(2305), 'stage completed']],
      },
    ],
  },
});
const prometheus: Answer = (url, response) => {
  const exemplars = [{ labels: { trace_id: traceId } }, { labels: { trace_id: 'of another turn' } }];
  const data = url.pathname.endsWith('exemplars') ? [{ seriesLabels: {}, exemplars }] : [{}, {}, {}];
  json({ status: 'success', data })(url, response);
};

/** A port of this machine that was free a moment ago. */
let nobody: string;
beforeAll(async () => {
  nobody = await serve(() => {});
  await new Promise((closed) => servers.pop()?.close(closed));
});

test('a turn is read from Jaeger, its lines from Loki, its exemplars from Prometheus', async () => {
  const endpoints = { jaeger: await serve(jaeger), loki: await serve(loki), prometheus: await serve(prometheus) };
  const turn = await readTurnFromBackends(endpoints, traceId.toUpperCase());
  expect(turn).toMatchObject({ source: 'backends', traceId, wakeToSpeechMs: 2510 });
  expect(turn.hops).toMatchObject({
    spool: { status: 'not_asked' },
    jaeger: { status: 'found', spans: 11 },
    loki: { status: 'found', lines: 1 },
    prometheus: { status: 'found', series: 3, exemplars: 1 },
  });
  expect(turn.logs[0]).toMatchObject({ service: 'whisper-asr', level: 'info', body: 'stage completed' });
  expect(everyHopHeld(turn)).toBe(true);
});

test('`last` is the newest turn that Jaeger finds', async () => {
  const newer = 'b'.repeat(32);
  const both = [...turnSpans, ...turnSpans.map((span) => ({ ...span, traceId: newer, startMs: span.startMs + 1 }))];
  const searched: string[] = [];
  const url = await serve((asked, response) => {
    searched.push(asked.pathname);
    const spans = asked.pathname.endsWith(newer) ? both.filter((span) => span.traceId === newer) : both;
    const operations = [{ name: 'voice.turn', spanKind: 'internal' }];
    json({ services: ['house'], operations, result: traceRequest(spans) })(asked, response);
  });
  const turn = await readTurnFromBackends({ jaeger: url, loki: nobody, prometheus: nobody }, 'last');
  expect(turn.traceId).toBe(newer);
  expect(searched).toEqual(['/api/v3/services', '/api/v3/operations', '/api/v3/traces', `/api/v3/traces/${newer}`]);
});

test('a backend that is away is a hop with one sentence, and the rest of the turn is read', async () => {
  const endpoints = { jaeger: await serve(jaeger), loki: nobody, prometheus: await serve(() => {}), timeoutMs: 1000 };
  const turn = await readTurnFromBackends(endpoints, traceId);
  expect(turn.spans).toHaveLength(11);
  expect(turn.hops.loki).toEqual({
    status: 'unreachable',
    lines: 0,
    message: `Loki at ${nobody} did not answer: nothing listens there.`,
  });
  expect(turn.hops.prometheus.message).toMatch(/^Prometheus at .+ did not answer: nothing came within 1000 ms\.$/);
  expect(everyHopHeld(turn)).toBe(false);
});

test('a backend that refuses or talks nonsense is told as such', async () => {
  const refuse: Answer = (_url, response) => void response.writeHead(400).end('parse error: unexpected }\nat line 1');
  const endpoints = {
    jaeger: await serve(jaeger),
    loki: await serve(refuse),
    prometheus: await serve((_url, response) => void response.end('<html>')),
  };
  const { hops } = await readTurnFromBackends(endpoints, traceId);
  expect(hops.loki.message).toMatch(/refused \(400\): parse error: unexpected }$/);
  expect(hops.prometheus.message).toMatch(/what came is not JSON/);
});

test('series without an exemplar of the turn are not enough', async () => {
  const endpoints = {
    jaeger: await serve(jaeger),
    loki: await serve(loki),
    prometheus: await serve(json({ data: [{}] })),
  };
  const turn = await readTurnFromBackends(endpoints, traceId);
  expect(turn.hops.prometheus).toMatchObject({ status: 'nothing', series: 1, exemplars: 0 });
  expect(turn.hops.prometheus.message).toMatch(/has no exemplar of it\.$/);
});

test('a trace that nobody knows is said in one message', async () => {
  const unknown: Answer = (_url, response) => void response.writeHead(404).end('{"error":{"httpCode":404}}');
  const endpoints = {
    jaeger: await serve(unknown),
    loki: await serve(json({ data: { result: [] } })),
    prometheus: nobody,
  };
  await expect(readTurnFromBackends(endpoints, traceId)).rejects.toThrow(
    `Trace ${traceId} was not found. Jaeger at ${endpoints.jaeger} has no span of it. Loki at ${endpoints.loki} has no line of it.`,
  );
  await expect(readTurnFromBackends(endpoints, 'last')).rejects.toThrow(/knows no turn yet: speak to the house first/);
  await expect(readTurnFromBackends({ ...endpoints, jaeger: nobody }, 'last')).rejects.toThrow(/nothing listens there/);
});
