import { prometheusName, voiceMetrics as definitions, type MetricDefinition } from '@mordomo/semconv';

const voiceMetrics: readonly MetricDefinition[] = Object.values(definitions);

/** As OTLP names them. */
export const voiceMetricNames: ReadonlySet<string> = new Set(voiceMetrics.map(({ name }) => name));

/** PromQL selector of every series of these metrics. */
export const voiceSeriesSelector = selector(
  voiceMetrics.flatMap((metric) => {
    const name = prometheusName(metric);
    return metric.instrument === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name];
  }),
);

function selector(names: readonly string[]): string {
  return `{__name__=~"${names.join('|')}"}`;
}
