/** Metrics in the words of Prometheus: the names, units and labels that they get on the other way, through the collector. */
import { prometheusLabel, prometheusName, prometheusUnit, type NamedMetric } from '@mordomo/semconv';
import type { Attributes } from '@opentelemetry/api';
import { DataPointType, type MetricData } from '@opentelemetry/sdk-metrics';

/** The same metric as Prometheus will call it; the exporter's own rules leave such names as they are. */
export function inPrometheusWords(metric: MetricData): MetricData {
  const named: NamedMetric = { ...metric.descriptor, instrument: instrumentOf(metric) };
  return {
    ...metric,
    descriptor: { ...metric.descriptor, name: prometheusName(named), unit: prometheusUnit(named) },
    dataPoints: metric.dataPoints.map((point) => ({ ...point, attributes: labelsOf(point.attributes) })),
  } as MetricData;
}

function instrumentOf(metric: MetricData): NamedMetric['instrument'] {
  if (metric.dataPointType === DataPointType.SUM) return metric.isMonotonic ? 'counter' : 'up-down-counter';
  return metric.dataPointType === DataPointType.GAUGE ? 'gauge' : 'histogram';
}

/** Attributes whose labels would be the same one are joined: Prometheus refuses a scrape that has a label twice. */
function labelsOf(attributes: Attributes): Attributes {
  const labels: Attributes = {};
  for (const key of Object.keys(attributes).sort()) {
    const label = prometheusLabel(key);
    const before = labels[label];
    labels[label] = before === undefined ? attributes[key] : `${textOf(before)};${textOf(attributes[key])}`;
  }
  return labels;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
