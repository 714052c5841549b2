/** Telemetry written by hand, as OTLP/JSON: what a service would send, and what it should not. */
import { randomBytes } from 'node:crypto';

type Value =
  | { stringValue: string }
  | { intValue: number }
  | { doubleValue: number }
  | { arrayValue: { values: Value[] } }
  | { kvlistValue: { values: Attribute[] } };
export interface Attribute {
  key: string;
  value: Value;
}

export const text = (key: string, value: string): Attribute => ({ key, value: { stringValue: value } });

export const traceId = (): string => randomBytes(16).toString('hex');
const spanId = (): string => randomBytes(8).toString('hex');

/** Nanoseconds since the epoch, as OTLP/JSON writes them. */
export const nanos = (offsetMs = 0): string => `${Date.now() + offsetMs}000000`;

const resource = (service: string) => ({
  attributes: [text('service.name', service), text('service.instance.id', `${service}@test`)],
});

export function span(trace: string, name: string, attributes: Attribute[] = []) {
  return {
    traceId: trace,
    spanId: spanId(),
    name,
    kind: 1,
    startTimeUnixNano: nanos(-200),
    endTimeUnixNano: nanos(),
    attributes,
  };
}

export const traces = (service: string, spans: object[]) => ({
  resourceSpans: [{ resource: resource(service), scopeSpans: [{ scope: { name: 'test' }, spans }] }],
});

export function logLine(body: string, severityNumber: number, trace: string, attributes: Attribute[] = []) {
  return {
    timeUnixNano: nanos(),
    severityNumber,
    severityText: 'whatever',
    body: { stringValue: body },
    traceId: trace,
    spanId: spanId(),
    attributes,
  };
}

export const logs = (service: string, logRecords: object[]) => ({
  resourceLogs: [{ resource: resource(service), scopeLogs: [{ scope: { name: 'test' }, logRecords }] }],
});

export const metrics = (service: string, list: object[]) => ({
  resourceMetrics: [{ resource: resource(service), scopeMetrics: [{ scope: { name: 'test' }, metrics: list }] }],
});

const CUMULATIVE = 2;
export const DELTA = 1;

export function counter(name: string, value: number, options: { temporality?: number; atMs?: number } = {}) {
  const point = {
    asDouble: value,
    timeUnixNano: nanos(options.atMs),
    startTimeUnixNano: nanos((options.atMs ?? 0) - 1000),
    attributes: [],
  };
  return {
    name,
    sum: { isMonotonic: true, aggregationTemporality: options.temporality ?? CUMULATIVE, dataPoints: [point] },
  };
}

export function gauge(name: string, value: number, attributes: Attribute[] = []) {
  // JSON has no NaN; OTLP/JSON writes it as a string.
  const asDouble = Number.isFinite(value) ? value : String(value);
  return { name, gauge: { dataPoints: [{ asDouble, timeUnixNano: nanos(), attributes }] } };
}

/** One observation of 0.4 s, with its exemplar. */
export function latency(name: string, trace: string) {
  const exemplar = { timeUnixNano: nanos(), asDouble: 0.4, traceId: trace, spanId: spanId() };
  const point = {
    timeUnixNano: nanos(),
    startTimeUnixNano: nanos(-1000),
    count: 1,
    sum: 0.4,
    explicitBounds: [0.25, 0.5, 1],
    bucketCounts: [0, 1, 0, 0],
    exemplars: [exemplar],
  };
  return { name, unit: 's', histogram: { aggregationTemporality: CUMULATIVE, dataPoints: [point] } };
}

/** Posts one request to the collector and insists that it is accepted. */
export async function send(endpoint: string, signal: 'logs' | 'metrics' | 'traces', body: object): Promise<void> {
  const response = await post(endpoint, signal, body);
  if (!response.ok) throw new Error(`the collector answered ${response.status}: ${await response.text()}`);
}

export function post(endpoint: string, signal: 'logs' | 'metrics' | 'traces', body: object): Promise<Response> {
  return fetch(`${endpoint}/v1/${signal}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
