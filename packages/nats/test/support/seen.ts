/** What fixtures report, and questions about it. */
import type { SeenPoint, SeenSpan } from '../fixtures/telemetry.ts';
import type { Ids } from '../fixtures/observed.ts';

export type { SeenPoint, SeenSpan } from '../fixtures/telemetry.ts';
export type { Ids } from '../fixtures/observed.ts';

/** What one scenario reported: its own findings, and all spans that ended during it. */
export interface Scenario {
  readonly spans: readonly SeenSpan[];
  readonly [finding: string]: unknown;
}

export interface Report {
  readonly scenarios: Readonly<Record<string, Scenario>>;
  readonly metrics: Readonly<Record<string, readonly SeenPoint[]>>;
}

/** The spans of a name, in the order in which they ended. */
export function spansNamed({ spans }: Scenario, name: string): readonly SeenSpan[] {
  const found = spans.filter((span) => span.name === name);
  if (found.length === 0)
    throw new Error(`There is no span "${name}", only ${spans.map((span) => span.name).join(', ')}`);
  return found;
}

/** Spans of messages, without those that the scenario itself made. */
export const messageSpans = ({ spans }: Scenario): readonly SeenSpan[] =>
  spans.filter(({ attributes }) => attributes['messaging.system'] === 'nats');

export const idsOf = ({ traceId, spanId }: SeenSpan | Ids): Ids => ({ traceId, spanId });

type Labels = Readonly<Record<string, unknown>>;

const pointsOf = (report: Report, metric: string, labels: Labels): readonly SeenPoint[] =>
  (report.metrics[metric] ?? []).filter(({ attributes }) =>
    Object.entries(labels).every(([key, value]) => attributes[key] === value),
  );

/** The only point of a metric with these labels. */
export function point(report: Report, metric: string, labels: Labels): SeenPoint {
  const points = pointsOf(report, metric, labels);
  if (points.length !== 1 || points[0] === undefined) {
    throw new Error(`${metric} has ${points.length} points with ${JSON.stringify(labels)}`);
  }
  return points[0];
}

/** The sum of a counter, or how many values a histogram has, over the points with these labels. */
export const total = (report: Report, metric: string, labels: Labels): number =>
  pointsOf(report, metric, labels).reduce((sum, { value }) => sum + value, 0);
