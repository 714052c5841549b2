/** Looks for the probe in the three backends. */
import { metrics, prometheusName } from '@mordomo/semconv';
import { askJson, type Backend } from '@mordomo/turn';
import type { SentProbe } from './probe-report.ts';
import type { Signal } from './signals.ts';

/** Base URLs, such as `http://127.0.0.1:16686`. */
export interface BackendAddresses {
  readonly jaeger: string;
  readonly prometheus: string;
  readonly loki: string;
}

/** One signal's way: what was sent, which backend has it, and whether the probe is there by now. */
export interface SignalRoute {
  readonly sent: string;
  readonly backend: Backend;
  readonly hasArrived: (probe: SentProbe) => Promise<boolean>;
}

/** A backend that has just started takes its time for the first question. */
const answerWithinMs = 10_000;

/** @param tenant sent as `X-Scope-OrgID`, which Loki, Mimir and their kind tell tenants apart by */
export function routesTo(addresses: BackendAddresses, tenant?: string): Readonly<Record<Signal, SignalRoute>> {
  const headers = tenant === undefined ? {} : { 'x-scope-orgid': tenant };
  const backend = (name: string, url: string): Backend => ({ name, url, timeoutMs: answerWithinMs, headers });
  const jaeger = backend('Jaeger', addresses.jaeger);
  const prometheus = backend('Prometheus', addresses.prometheus);
  const loki = backend('Loki', addresses.loki);
  return {
    traces: { sent: 'span', backend: jaeger, hasArrived: (probe) => spanIn(jaeger, probe) },
    metrics: { sent: 'metric', backend: prometheus, hasArrived: (probe) => metricIn(prometheus, probe) },
    logs: { sent: 'log line', backend: loki, hasArrived: (probe) => lineIn(loki, probe) },
  };
}

async function spanIn(jaeger: Backend, { traceId }: SentProbe): Promise<boolean> {
  return (await askJson(jaeger, `/api/v3/traces/${traceId}`)) !== undefined;
}

async function metricIn(prometheus: Backend, { service, atMs }: SentProbe): Promise<boolean> {
  const query = `${prometheusName(metrics.doctorProbe)}{job=${JSON.stringify(service)}} >= ${atMs / 1000}`;
  const answer = await askJson(prometheus, '/api/v1/query', { query });
  return listIn(answer).length > 0;
}

async function lineIn(loki: Backend, { service, traceId, atMs }: SentProbe): Promise<boolean> {
  const answer = await askJson(loki, '/loki/api/v1/query_range', {
    query: `{job=${JSON.stringify(service)}} | trace_id="${traceId}"`,
    start: `${atMs - 60_000}000000`,
    end: `${atMs + 300_000}000000`,
  });
  return listIn(answer).length > 0;
}

/** Prometheus and Loki give their results in the same frame. */
const listIn = (answer: unknown): readonly unknown[] => {
  const result: unknown = Reflect.get(Object(Reflect.get(Object(answer), 'data')), 'result');
  return Array.isArray(result) ? result : [];
};
