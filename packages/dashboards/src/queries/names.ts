/** How a metric of the registry, or of somebody else, is written in a query. */
import { prometheusLabel, prometheusName, type AttributeDefinition, type MetricDefinition } from '@mordomo/semconv';
import type { ForeignMetric } from '../foreign-metrics.ts';

/** What can be asked for: what the house records, and what its backends say of themselves. */
export type Metric = MetricDefinition | ForeignMetric;

/** The labels that Prometheus gives to everything that a service sends; each board can be narrowed down by them. */
const scopeLabels = ['container', 'instance', 'job'] as const;
type ScopeLabel = (typeof scopeLabels)[number];

/** The labels by which a metric can be told apart. */
export type LabelOf<M extends Metric> =
  | ScopeLabel
  | (M['labels'][number] extends infer Label
      ? Label extends AttributeDefinition
        ? Label['key']
        : Label extends string
          ? Label
          : never
      : never);

/** Which series of a metric: labels and their value, or several values. */
export type Where<M extends Metric> = Readonly<Partial<Record<LabelOf<M>, string | readonly string[]>>>;

const isForeign = (metric: Metric): metric is ForeignMetric => 'producer' in metric;

/** The name in Prometheus. */
export const seriesName = (metric: Metric): string => (isForeign(metric) ? metric.name : prometheusName(metric));

const scopeOf = (metric: Metric): readonly ScopeLabel[] =>
  isForeign(metric) ? scopeLabels.filter((label) => metric.labels.includes(label)) : scopeLabels;

const matcher = (label: string, value: string | readonly string[]): string =>
  typeof value === 'string'
    ? `${prometheusLabel(label)}="${value}"`
    : `${prometheusLabel(label)}=~"${value.join('|')}"`;

/** `name{…}`: the series that the board's variables and `where` leave. `suffix` is that of a histogram, such as `_bucket`. */
export function selector<M extends Metric>(metric: M, where?: Where<M>, suffix = ''): string {
  const chosen = Object.entries((where ?? {}) as Readonly<Record<string, string | readonly string[]>>);
  const scoped = scopeOf(metric).filter((label) => !chosen.some(([key]) => key === label));
  const matchers = [
    ...scoped.map((label) => `${label}=~"$${label}"`),
    ...chosen.map(([label, value]) => matcher(label, value)),
  ];
  return `${seriesName(metric)}${suffix}${matchers.length > 0 ? `{${matchers.join(', ')}}` : ''}`;
}
