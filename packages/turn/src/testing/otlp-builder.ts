/** Builds OTLP/JSON as the services write it, from a few words per span. Times are milliseconds since `zeroMs`. */
import { attributes } from '@mordomo/semconv';
import type { JsonObject } from '../otlp/values.ts';

export const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

/** When the tests' turn began. */
const zeroMs = Date.UTC(2026, 0, 2, 3, 4, 5);

export interface SpanSpec {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly parent?: string;
  readonly stage?: string;
  /** OTLP number: 1 internal (default), 4 producer, 5 consumer. */
  readonly kind?: number;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly traceId?: string;
}

export interface LineSpec {
  readonly service: string;
  readonly timeMs: number;
  readonly level: string;
  readonly body: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** The span id of a short name: 16 hex digits. */
export const spanId = (name: string): string => Buffer.from(name.padEnd(8).slice(0, 8)).toString('hex');

export const nanos = (milliseconds: number): string => `${BigInt(Math.round((zeroMs + milliseconds) * 1e3)) * 1000n}`;

const keyValues = (values: Readonly<Record<string, string>>): JsonObject[] =>
  Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } }));

const resource = (service: string): JsonObject => ({ attributes: keyValues({ 'service.name': service }) });

export function traceRequest(specs: readonly SpanSpec[]): JsonObject {
  return {
    resourceSpans: specs.map((spec) => ({
      resource: resource(spec.service),
      scopeSpans: [{ scope: { name: 'test' }, spans: [otlpSpan(spec)] }],
    })),
  };
}

function otlpSpan(spec: SpanSpec): JsonObject {
  const stage: Readonly<Record<string, string>> =
    spec.stage === undefined ? {} : { [attributes.stage.key]: spec.stage };
  return {
    traceId: spec.traceId ?? traceId,
    spanId: spanId(spec.id),
    ...(spec.parent === undefined ? {} : { parentSpanId: spanId(spec.parent) }),
    name: spec.name,
    kind: spec.kind ?? 1,
    startTimeUnixNano: nanos(spec.startMs),
    endTimeUnixNano: nanos(spec.endMs),
    attributes: keyValues({ ...stage, ...spec.attributes }),
    status: {},
  };
}

export function logRequest(specs: readonly LineSpec[]): JsonObject {
  return {
    resourceLogs: specs.map((spec) => ({
      resource: resource(spec.service),
      scopeLogs: [
        {
          logRecords: [
            {
              timeUnixNano: nanos(spec.timeMs),
              severityText: spec.level.toUpperCase(),
              body: { stringValue: spec.body },
              attributes: keyValues(spec.attributes ?? {}),
              traceId,
              spanId: spanId('turn'),
            },
          ],
        },
      ],
    })),
  };
}

/** One histogram with one exemplar of the test trace. */
export function metricRequest(service: string, name: string): JsonObject {
  const exemplar = { traceId, spanId: spanId('stt'), timeUnixNano: nanos(2400), asDouble: 0.3 };
  const dataPoints = [{ attributes: [], count: '1', sum: 0.3, exemplars: [exemplar] }];
  return {
    resourceMetrics: [
      { resource: resource(service), scopeMetrics: [{ metrics: [{ name, histogram: { dataPoints } }] }] },
    ],
  };
}

/** One line of a spool file. */
export const record = (signal: 'traces' | 'logs' | 'metrics', body: JsonObject): string =>
  `${JSON.stringify({ signal, items: 1, body })}\n`;
