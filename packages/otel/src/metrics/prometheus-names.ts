/** Prometheus names as the collector's way gives them: with the unit as a suffix, which the stock exporter leaves out. */
import type { MetricData, ResourceMetrics } from '@opentelemetry/sdk-metrics';

/** UCUM units as Prometheus spells them; a unit in braces is an annotation and no unit. */
const unitNames: Readonly<Record<string, string>> = {
  d: 'days',
  h: 'hours',
  min: 'minutes',
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
  By: 'bytes',
  KiBy: 'kibibytes',
  MiBy: 'mebibytes',
  Cel: 'celsius',
  '%': 'percent',
};

/** The same metrics under names that end with their unit. */
export const withUnitSuffixes = (collected: ResourceMetrics): ResourceMetrics => ({
  ...collected,
  scopeMetrics: collected.scopeMetrics.map((scope) => ({ ...scope, metrics: scope.metrics.map(renamed) })),
});

function renamed(metric: MetricData): MetricData {
  const { descriptor } = metric;
  const suffix = unitNames[descriptor.unit];
  if (suffix === undefined || descriptor.name.split(/[^a-z0-9]+/i).includes(suffix)) return metric;
  return { ...metric, descriptor: { ...descriptor, name: `${descriptor.name}_${suffix}` } };
}
