import type { Exemplar, MetricSeries } from '../model.ts';
import { itemsOf, type FromService } from './resource.ts';
import { asAttributes, asId, asNanos, asObject, asObjects, asText, type JsonObject } from './values.ts';

/** Every data point of an OTLP/JSON metrics request as a series with its exemplars. */
export function seriesOf(body: unknown): MetricSeries[] {
  return itemsOf(body, 'resourceMetrics', 'scopeMetrics', 'metrics').flatMap(toSeries);
}

const dataKinds = ['sum', 'gauge', 'histogram', 'exponentialHistogram'] as const;

function toSeries({ service, item }: FromService): MetricSeries[] {
  const name = asText(item['name']);
  return dataKinds.flatMap((kind) =>
    asObjects(asObject(item[kind])['dataPoints']).map((point) => ({
      name,
      service,
      attributes: asAttributes(point['attributes']),
      exemplars: asObjects(point['exemplars']).map(toExemplar),
    })),
  );
}

function toExemplar(exemplar: JsonObject): Exemplar {
  return {
    traceId: asId(exemplar['traceId']),
    spanId: asId(exemplar['spanId']),
    timeNs: asNanos(exemplar['timeUnixNano']),
    value: Number(exemplar['asDouble'] ?? exemplar['asInt']),
  };
}
