/** What an app left behind: the records in its spool, and what it printed. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ended } from '../support/run.ts';

type Attributes = Readonly<Record<string, unknown>>;

export interface Span {
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly status: 'unset' | 'ok' | 'error';
  readonly attributes: Attributes;
  readonly events: readonly { readonly name: string; readonly attributes: Attributes }[];
}

interface LogRecord {
  readonly body: unknown;
  readonly traceId?: string;
  readonly spanId?: string;
}

interface Metric {
  readonly name: string;
  /** The attributes of its points. */
  readonly points: readonly Attributes[];
}

export interface Seen extends Ended {
  readonly spans: readonly Span[];
  readonly logs: readonly LogRecord[];
  readonly metrics: readonly Metric[];
}

/** Reads the spool of a process that has ended. */
export function seenBy(spoolDir: string, ended: Ended): Seen {
  const bodies = globSync('*/*.jsonl', { cwd: spoolDir })
    .flatMap((file) => readFileSync(join(spoolDir, file), 'utf8').split('\n').slice(0, -1))
    .map((line) => (JSON.parse(line) as { body: OtlpRequest }).body);
  return {
    ...ended,
    spans: bodies.flatMap(({ resourceSpans = [] }) =>
      resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans.map(spanOf))),
    ),
    logs: bodies.flatMap(({ resourceLogs = [] }) =>
      resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords.map(logOf))),
    ),
    metrics: bodies.flatMap(({ resourceMetrics = [] }) =>
      resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics.map(metricOf))),
    ),
  };
}

/** The spans directly under a span. */
export const childrenOf = (seen: Seen, parent: Span | undefined): Span[] =>
  seen.spans.filter(({ parentSpanId }) => parent !== undefined && parentSpanId === parent.spanId);

/** The parts of OTLP/JSON that are looked at. */
interface OtlpRequest {
  readonly resourceSpans?: readonly { readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[] }[];
  readonly resourceLogs?: readonly { readonly scopeLogs: readonly { readonly logRecords: readonly OtlpLog[] }[] }[];
  readonly resourceMetrics?: readonly {
    readonly scopeMetrics: readonly { readonly metrics: readonly OtlpMetric[] }[];
  }[];
}

type OtlpAttributes = readonly { readonly key: string; readonly value: object }[];

interface OtlpSpan extends Omit<Span, 'kind' | 'status' | 'attributes' | 'events'> {
  readonly kind: number;
  readonly status: { readonly code?: number };
  readonly attributes?: OtlpAttributes;
  readonly events?: readonly { readonly name: string; readonly attributes?: OtlpAttributes }[];
}

interface OtlpLog extends Omit<LogRecord, 'body'> {
  readonly body?: object;
}

type Points = { readonly dataPoints: readonly { readonly attributes?: OtlpAttributes }[] };

interface OtlpMetric {
  readonly name: string;
  readonly sum?: Points;
  readonly gauge?: Points;
  readonly histogram?: Points;
}

const kinds = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
const statuses = ['unset', 'ok', 'error'] as const;

const spanOf = (span: OtlpSpan): Span => ({
  ...span,
  kind: kinds[span.kind] ?? 'internal',
  status: statuses[span.status.code ?? 0] ?? 'unset',
  attributes: plain(span.attributes),
  events: (span.events ?? []).map(({ name, attributes }) => ({ name, attributes: plain(attributes) })),
});

const logOf = (log: OtlpLog): LogRecord => ({ ...log, body: valueOf(log.body ?? {}) });

const metricOf = ({ name, sum, gauge, histogram }: OtlpMetric): Metric => ({
  name,
  points: ((sum ?? gauge ?? histogram)?.dataPoints ?? []).map(({ attributes }) => plain(attributes)),
});

const plain = (attributes: OtlpAttributes = []): Attributes =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]));

const valueOf = (value: object): unknown => Object.values(value)[0];
