/** What a service says of itself, read in the spool that it keeps. */
import type { MetricDefinition } from '@mordomo/semconv';
import {
  spooledLogs,
  spooledPoints,
  spooledPushes,
  spooledSpans,
  spoolText,
} from '../../packages/otel/test/support/spool.ts';
import { until } from './poll.ts';

export class KeptSpool {
  readonly #where: readonly [spoolDir: string, service: string];

  constructor(spoolDir: string, service: string) {
    this.#where = [spoolDir, service];
  }

  /** Waits until the metrics are pushed again. */
  async nextPush(): Promise<void> {
    const pushes = () => spoolText(...this.#where).split('{"signal":"metrics"').length;
    const before = pushes();
    await until('the next push', pushes, (seen) => seen > before, 60_000, 20);
  }

  /** A metric in the latest push, over all series that have the labels; of a histogram the sum of what it observed. */
  total(metric: MetricDefinition, labels: Readonly<Record<string, string>> = {}): number {
    return this.#points(metric, labels).reduce(
      (total, { asInt, asDouble, sum }) => total + Number(asInt ?? asDouble ?? sum ?? Number.NaN),
      0,
    );
  }

  /** How often a histogram observed, likewise. */
  count(metric: MetricDefinition, labels: Readonly<Record<string, string>> = {}): number {
    return this.#points(metric, labels).reduce((total, { count = Number.NaN }) => total + count, 0);
  }

  /** How many items of each signal lay in the spool when the latest push was made. */
  items(): Readonly<Record<'traces' | 'metrics' | 'logs', number>> {
    const points = spooledPushes(...this.#where).slice(0, -1);
    return {
      traces: spooledSpans(...this.#where).length,
      metrics: points.reduce((sum, each) => sum + each, 0),
      logs: spooledLogs(...this.#where).length,
    };
  }

  #points({ name }: MetricDefinition, labels: Readonly<Record<string, string>>) {
    return spooledPoints(...this.#where, name).filter((point) =>
      Object.entries(labels).every(([key, text]) => point.labels[key] === text),
    );
  }
}
