/** Metrics beside what somebody saw who knows no telemetry. */
import { metrics, prometheusName, voiceMetrics, type MetricDefinition } from '@mordomo/semconv';
import { expect } from 'vitest';
import { changeOf, type Samples } from '../../packages/cli/src/scenarios/metric-pages.ts';
import { until } from './poll.ts';

/** What turns feed, directly or on their way. */
export const metricsOfTurns: readonly MetricDefinition[] = [
  ...Object.values(voiceMetrics),
  metrics.activeConversations,
  metrics.eventsPublished,
  metrics.eventLoopStall,
];

/** What a metric must have grown by, in its unit; what goes up and down must be. Of a histogram, the sum of what it observed. */
export interface Expected {
  readonly metric: MetricDefinition;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
  /** How near it must be. Default: exact. */
  readonly within?: number;
  /** A machine that is busy with something else may disturb it: then it must be right when it is measured again. */
  readonly isTimed?: true;
}

/** With what the metric said. */
export type Compared = Expected & { readonly counted: number };

export const counts = (metric: MetricDefinition, labels: Expected['labels'] = {}, value = 1): Expected => ({
  metric,
  labels,
  value,
});

/** A time by the stopwatch: as near as 10 ms or 5 %. */
export const takes = (metric: MetricDefinition, milliseconds: number, labels: Expected['labels'] = {}): Expected => ({
  metric,
  labels,
  value: milliseconds / 1000,
  within: Math.max(10, milliseconds * 0.05) / 1000,
  isTimed: true,
});

/** Something else that comes and goes: as near as 5 %. */
export const isAbout = (metric: MetricDefinition, value: number, labels: Expected['labels'] = {}): Expected => ({
  metric,
  labels,
  value,
  within: value * 0.05,
  isTimed: true,
});

const checked = new Set<MetricDefinition>();
const mostAttempts = 8;

/** Measures until each time was right once (docs/decisions/017); counts must be right always. */
export async function expectRight(measure: () => Promise<readonly Compared[]>): Promise<void> {
  const wasRight = new Set<number>();
  let wrong: readonly unknown[] = [];
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const rows = await measure();
    console.table(rows.map(told));
    for (const [index, row] of rows.entries()) if (isNear(row)) wasRight.add(index);
    for (const { metric } of rows) checked.add(metric);
    expect(rows.filter((row) => !row.isTimed && !isNear(row)).map(told)).toEqual([]);
    wrong = rows.filter((_, index) => !wasRight.has(index)).map(told);
    if (wrong.length === 0) break;
  }
  expect(wrong).toEqual([]);
}

/** Looks at the services' pages until something of everything was counted. */
export const comparedOnPages = (
  expected: readonly Expected[],
  before: Samples,
  look: () => Promise<Samples>,
): Promise<readonly Compared[]> =>
  until(
    'the services have counted everything',
    async () => {
      const after = await look();
      return expected.map((each) => ({ ...each, counted: changeOf(each, { before, after }, 'sum') }));
    },
    (rows) => rows.every(({ isTimed, value, counted }) => isTimed === true || value === 0 || counted !== 0),
  );

/** A sentence for each of these metrics that `expectRight` has not looked at yet: for the last test of a file. */
export const withoutCheck = (all: readonly MetricDefinition[]): string[] =>
  all.filter((metric) => !checked.has(metric)).map(({ name }) => `${name} has no check`);

const isNear = ({ value, counted, within = 1e-9 }: Compared): boolean => Math.abs(counted - value) <= within;

const told = (row: Compared) => ({
  metric: prometheusName(row.metric),
  ...row.labels,
  counted: Number(row.counted.toFixed(4)),
  seen: Number(row.value.toFixed(4)),
  isRight: isNear(row),
});
