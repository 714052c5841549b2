/** Stands in for Jaeger: finds traces by service, operation and time, one service at a time, as its API does. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Backend } from '../sources/http.ts';
import { nanos, traceRequest, type SpanSpec } from './otlp-builder.ts';

export interface StandInJaeger {
  readonly backend: Backend;
  /** What it was asked so far, such as `/api/v3/operations house`. */
  readonly asked: string[];
  /** How many questions at most were open at one time. */
  readonly mostAtOnce: () => number;
  readonly stop: () => void;
}

export async function startJaeger(spans: readonly (SpanSpec & { readonly traceId: string })[]): Promise<StandInJaeger> {
  const asked: string[] = [];
  let open = 0;
  let mostOpen = 0;
  const server = createServer((request, response) => {
    mostOpen = Math.max(mostOpen, ++open);
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://test');
    const service = searchParams.get('service') ?? searchParams.get('query.service_name') ?? '';
    asked.push(`${pathname} ${service}`.trim());
    const ofService = spans.filter((span) => span.service === service);
    const answers: Readonly<Record<string, () => object>> = {
      '/api/v3/services': () => ({ services: [...new Set(spans.map((span) => span.service))] }),
      '/api/v3/operations': () => ({ operations: ofService.map(({ name }) => ({ name, spanKind: 'internal' })) }),
      '/api/v3/traces': () => ({ result: traceRequest(search(ofService, searchParams)) }),
    };
    setImmediate(() => {
      open -= 1;
      response.end(JSON.stringify(answers[pathname]?.() ?? {}));
    });
  });

  /** Whole traces: the newest of those that have such a span. */
  function search(ofService: readonly SpanSpec[], wanted: URLSearchParams): readonly SpanSpec[] {
    const timeMs = (name: string): number => new Date(wanted.get(`query.start_time_${name}`) ?? '').getTime();
    const found = ofService
      .filter(({ name }) => name === wanted.get('query.operation_name'))
      .filter(({ startMs }) => epochMs(startMs) >= timeMs('min') && epochMs(startMs) <= timeMs('max'))
      .toSorted((a, b) => b.startMs - a.startMs)
      .slice(0, Number(wanted.get('query.num_traces')));
    return spans.filter(({ traceId }) => found.some((span) => span.traceId === traceId));
  }

  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { backend: { name: 'Jaeger', url, timeoutMs: 5000 }, asked, mostAtOnce: () => mostOpen, stop };
}

/** Milliseconds since the epoch of a time in the turn. */
export const epochMs = (startMs: number): number => Number(nanos(startMs)) / 1e6;
