/** What a service left in its spool, read as people would read it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A log record with body and attributes as plain values. */
export interface SpooledLog {
  readonly scope: string;
  readonly body: unknown;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly eventName?: string;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A span with attributes as plain values. */
interface SpooledSpan {
  readonly name: string;
  /** OTLP's number: 2 is a server. */
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: { readonly code: number; readonly message?: string };
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly { readonly name: string; readonly attributes: Readonly<Record<string, unknown>> }[];
}

/** One point of a metric. */
interface SpooledPoint {
  readonly labels: Readonly<Record<string, unknown>>;
  readonly asInt?: number | string;
  readonly asDouble?: number;
  readonly count?: number;
  readonly sum?: number;
  readonly explicitBounds?: readonly number[];
  readonly exemplars?: readonly { readonly traceId: string }[];
}

type Json = { readonly [key: string]: unknown };

/** Log records in the order in which they were written. */
export const spooledLogs = (spoolDir: string, service: string): SpooledLog[] =>
  itemsIn(spoolDir, service, 'logs', 'scopeLogs', 'logRecords').map(({ scope, item }) => ({
    ...(item as unknown as SpooledLog),
    scope,
    body: plain(item['body']),
    attributes: plainAttributes(item['attributes']),
  }));

/** Spans in the order in which they ended. */
export const spooledSpans = (spoolDir: string, service: string): SpooledSpan[] =>
  itemsIn(spoolDir, service, 'traces', 'scopeSpans', 'spans').map(({ item }) => ({
    ...(item as unknown as SpooledSpan),
    attributes: plainAttributes(item['attributes']),
    events: (item['events'] as Json[]).map((event) => ({
      name: String(event['name']),
      attributes: plainAttributes(event['attributes']),
    })),
  }));

/** How many points each push had, of all metrics together. */
export const spooledPushes = (spoolDir: string, service: string): number[] =>
  recordsIn(spoolDir, service, 'metrics').map(
    (record) => itemsOf(record, 'scopeMetrics', 'metrics').flatMap(({ item }) => pointsOf(item)).length,
  );

/** The latest points of a metric: values are cumulative. */
export const spooledPoints = (spoolDir: string, service: string, metric: string): SpooledPoint[] =>
  pushesOf(spoolDir, service, metric).at(-1) ?? [];

/** The traces of all exemplars of a metric: each push has those since the one before. */
export const spooledExemplars = (spoolDir: string, service: string, metric: string): string[] =>
  pushesOf(spoolDir, service, metric)
    .flat()
    .flatMap(({ exemplars = [] }) => exemplars)
    .map(({ traceId }) => traceId);

const pushesOf = (spoolDir: string, service: string, metric: string): SpooledPoint[][] =>
  itemsIn(spoolDir, service, 'metrics', 'scopeMetrics', 'metrics')
    .filter(({ item }) => item['name'] === metric)
    .map(({ item }) => pointsOf(item).map((point) => ({ ...point, labels: plainAttributes(point['attributes']) })));

const pointsOf = (metric: Json): Json[] =>
  (Object.values(metric) as Partial<Record<'dataPoints', Json[]>>[]).flatMap(({ dataPoints }) => dataPoints ?? []);

/** Everything in the spool, as it lies there. */
export function spoolText(spoolDir: string, service: string): string {
  const folder = join(spoolDir, service);
  const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  return names
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
}

interface Item {
  readonly scope: string;
  readonly item: Json;
}

const itemsIn = (spoolDir: string, service: string, signal: string, scopes: string, items: string): Item[] =>
  recordsIn(spoolDir, service, signal).flatMap((body) => itemsOf(body, scopes, items));

const recordsIn = (spoolDir: string, service: string, signal: string): Record<string, Json[]>[] =>
  spoolText(spoolDir, service)
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as { readonly signal: string; readonly body: Record<string, Json[]> })
    .filter((record) => record.signal === signal)
    .map(({ body }) => body);

const itemsOf = (body: Record<string, Json[]>, scopes: string, items: string): Item[] =>
  (body[`resource${scopes.slice('scope'.length)}`] ?? [])
    .flatMap((resource) => resource[scopes] as Json[])
    .flatMap((scope) =>
      (scope[items] as Json[]).map((item) => ({ scope: String((scope['scope'] as Json)['name']), item })),
    );

const plainAttributes = (attributes: unknown): Record<string, unknown> =>
  Object.fromEntries(((attributes ?? []) as Json[]).map(({ key, value }) => [String(key), plain(value)]));

function plain(value: unknown): unknown {
  const [kind, content] = Object.entries((value ?? {}) as Json)[0] ?? [];
  if (kind === 'kvlistValue') return plainAttributes((content as Json)['values']);
  if (kind === 'arrayValue') return ((content as Json)['values'] as Json[]).map(plain);
  return content;
}
