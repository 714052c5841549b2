/** What the backends hold of some minutes: the material that the week is made of. */
import type { Endpoints } from '@mordomo/stack';
import { jaegerTrace, lokiLines, prometheusSeries } from './backends.ts';
import { stepSeconds } from './plan.ts';

export interface RecordedSeries {
  /** `name{label="value"}`, as OpenMetrics writes it. */
  readonly series: string;
  readonly isCounter: boolean;
  /** One for each step; NaN where it has none. */
  readonly values: Float64Array;
}

export interface RecordedLine {
  readonly labels: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, string>>;
  readonly text: string;
  /** After the beginning. */
  readonly nanoseconds: bigint;
}

export interface Recording {
  readonly seconds: number;
  /** When it was taken, in seconds since the epoch. */
  readonly start: number;
  readonly turns: number;
  readonly series: ReadonlyMap<string, RecordedSeries>;
  readonly lines: readonly RecordedLine[];
  /** Traces as OTLP has them. */
  readonly traces: readonly object[];
}

const counter = /_(?:total|bucket|sum|count)(?:\{|$)|^otelcol_(?:receiver|processor|exporter_(?:sent|send|enqueue))/;

/** @param metrics those that are kept @param start and @param end in whole steps, seconds since the epoch */
export async function recorded(
  endpoints: Endpoints,
  metrics: readonly string[],
  { start, end, turns }: { readonly start: number; readonly end: number; readonly turns: number },
): Promise<Recording> {
  const lines = await lokiLines(endpoints, start, end);
  const traceIds = [...new Set(lines.flatMap(({ fields }) => fields['trace_id'] ?? []))];
  const traces: object[] = [];
  for (const id of traceIds) traces.push(...(await jaegerTrace(endpoints, id)));
  const series = new Map<string, RecordedSeries>();
  const steps = (end - start) / stepSeconds;
  for (const metric of metrics)
    for (const { name, points } of await prometheusSeries(endpoints, metric, start, end, stepSeconds)) {
      const values = new Float64Array(steps).fill(Number.NaN);
      for (const [seconds, value] of points) values[Math.round((seconds - start) / stepSeconds)] = value;
      series.set(name, { series: name, isCounter: counter.test(name), values });
    }
  return { seconds: end - start, start, turns, series, lines, traces };
}
