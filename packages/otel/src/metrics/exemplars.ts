/**
 * Exemplars, which the SDK does not have: of the values that were recorded inside a sampled span, the latest of each bucket
 * is remembered with its trace, for the next push and for every scrape. To be removed once the SDK records them
 * (docs/decisions/011-one-way-for-every-value.md).
 */
import { INVALID_TRACEID, trace, TraceFlags, type Context, type SpanContext } from '@opentelemetry/api';
import type { Series, SeriesBook } from './series.ts';

export interface Exemplar {
  readonly value: number;
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
  /** Empty where a value was recorded outside of a span. */
  readonly traceId: string;
  readonly spanId: string;
  /** Which exemplar of this process it is, from 1. */
  readonly number: number;
}

/** Which measurements may become exemplars, by the names of the OpenTelemetry specification. */
export type ExemplarFilter = 'always_off' | 'trace_based' | 'always_on';

const nowhere = { traceId: '', spanId: '' };

export class ExemplarRecorder {
  readonly #filter: ExemplarFilter;
  #recorded = 0;

  constructor(filter: ExemplarFilter) {
    this.#filter = filter;
  }

  /** How many exemplars were recorded so far: the number of the latest. */
  get recorded(): number {
    return this.#recorded;
  }

  /** Remembers a value of a bucket of one of the book's series, if the filter takes it. */
  offer(book: SeriesBook, series: Series, bucket: number, value: number, context: Context): void {
    const span = trace.getSpanContext(context);
    if (!this.#takes(span) || !Number.isFinite(value) || value < 0) return;
    const { traceId, spanId } = span === undefined || span.traceId === INVALID_TRACEID ? nowhere : span;
    this.#recorded += 1;
    book.exemplarsOf(series).set(bucket, { value, timeMs: Date.now(), traceId, spanId, number: this.#recorded });
  }

  #takes(span: SpanContext | undefined): boolean {
    if (this.#filter !== 'trace_based') return this.#filter === 'always_on';
    return span !== undefined && (span.traceFlags & TraceFlags.SAMPLED) !== 0;
  }
}
