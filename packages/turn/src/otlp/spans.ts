import type { Span, SpanEvent, SpanKind, SpanLink, SpanStatus } from '../model.ts';
import { itemsOf, type FromService } from './resource.ts';
import { asAttributes, asId, asNanos, asObject, asObjects, asText, type JsonObject } from './values.ts';

/** Spans of an OTLP/JSON trace request (or of Jaeger's answer, which has the same shape). */
export function spansOf(body: unknown): Span[] {
  return itemsOf(body, 'resourceSpans', 'scopeSpans', 'spans').map(toSpan);
}

/** Each span once: delivery is at least once, so a batch may be there twice. */
export function withoutRepeats(spans: readonly Span[]): Span[] {
  return [...new Map(spans.map((span) => [span.spanId, span])).values()];
}

function toSpan({ service, item }: FromService): Span {
  const startNs = asNanos(item['startTimeUnixNano']);
  const endNs = asNanos(item['endTimeUnixNano']);
  const status = asObject(item['status']);
  return {
    traceId: asId(item['traceId']),
    spanId: asId(item['spanId']),
    parentSpanId: asId(item['parentSpanId']) || undefined,
    name: asText(item['name']),
    kind: spanKind(item['kind']),
    service,
    startNs,
    endNs: endNs < startNs ? startNs : endNs,
    attributes: asAttributes(item['attributes']),
    status: spanStatus(status['code']),
    statusMessage: asText(status['message']),
    events: asObjects(item['events']).map(toEvent),
    links: asObjects(item['links']).map(toLink),
  };
}

const toEvent = (event: JsonObject): SpanEvent => ({
  timeNs: asNanos(event['timeUnixNano']),
  name: asText(event['name']),
  attributes: asAttributes(event['attributes']),
});

const toLink = (link: JsonObject): SpanLink => ({
  traceId: asId(link['traceId']),
  spanId: asId(link['spanId']),
  attributes: asAttributes(link['attributes']),
});

const kinds: readonly SpanKind[] = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const statuses: readonly SpanStatus[] = ['unset', 'ok', 'error'];

/** Enums come as numbers or as names such as `SPAN_KIND_CLIENT`. */
function spanKind(value: unknown): SpanKind {
  const name = asText(value).replace('SPAN_KIND_', '').toLowerCase();
  return kinds.find((kind, number) => name === kind || name === `${number}`) ?? 'unspecified';
}

function spanStatus(value: unknown): SpanStatus {
  const name = asText(value).replace('STATUS_CODE_', '').toLowerCase();
  return statuses.find((status, number) => name === status || name === `${number}`) ?? 'unset';
}
