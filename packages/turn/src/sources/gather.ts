/** Gathers what belongs to one trace out of OTLP requests, one by one: many of them are never in memory together. */
import { analyse } from '../analyse.ts';
import type { Exemplar, LogLine, MetricSeries, Span, Turn } from '../model.ts';
import { logLinesOf } from '../otlp/logs.ts';
import { seriesOf } from '../otlp/metrics.ts';
import { spansOf, withoutRepeats } from '../otlp/spans.ts';
import { voiceMetricNames } from '../voice-metrics.ts';
import { noBackendAsked } from './hops.ts';

export class Gathered {
  readonly #traceId: string;
  readonly #spans: Span[] = [];
  readonly #logs: LogLine[] = [];
  readonly #series = new Set<string>();
  readonly #exemplars = new Set<string>();
  /** Complete lines that hold no OTLP. */
  corruptLines = 0;

  constructor(traceId: string) {
    this.#traceId = traceId;
  }

  get isEmpty(): boolean {
    return this.#spans.length + this.#logs.length === 0;
  }

  /** @param request an OTLP/JSON export request, of whatever signal */
  add(request: unknown): void {
    const isWanted = ({ traceId }: Span | LogLine | Exemplar): boolean => traceId === this.#traceId;
    this.#spans.push(...spansOf(request).filter(isWanted));
    this.#logs.push(...logLinesOf(request).filter(isWanted));
    for (const series of seriesOf(request).filter(({ name }) => voiceMetricNames.has(name))) {
      this.#series.add(seriesKey(series));
      // Cumulative metrics repeat their exemplars in every export.
      for (const { spanId, timeNs } of series.exemplars.filter(isWanted))
        this.#exemplars.add(`${seriesKey(series)} ${spanId} ${timeNs}`);
    }
  }

  toTurn(source: 'spool' | 'files'): Turn {
    const spans = withoutRepeats(this.#spans);
    const spool = {
      status: 'found' as const,
      services: new Set([...spans, ...this.#logs].map(({ service }) => service)).size,
      spans: spans.length,
      lines: this.#logs.length,
      series: this.#series.size,
      exemplars: this.#exemplars.size,
      corruptLines: this.corruptLines,
    };
    return analyse({ traceId: this.#traceId, source, spans, logs: this.#logs, hops: { ...noBackendAsked, spool } });
  }
}

const seriesKey = ({ name, service, attributes }: MetricSeries): string =>
  `${name} ${service} ${JSON.stringify(attributes)}`;
