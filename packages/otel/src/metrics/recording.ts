/** The way of every value that is recorded in this process: a bounded number of series, exemplars, then the SDK. */
import {
  context as active,
  type Attributes,
  type Context,
  type Meter,
  type MeterProvider,
  type MetricOptions,
} from '@opentelemetry/api';
import type { ScopeMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { reasonOf, sayOnce } from '../diagnostics.ts';
import { EndedSpans } from './ended-spans.ts';
import { ExemplarRecorder, type Exemplar, type ExemplarFilter } from './exemplars.ts';
import { overflowAttributes, SeriesBook, type Series } from './series.ts';

/** The SDK's own bounds for a histogram that states none. */
const defaultBounds = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000];

type Record = (value: number, attributes: Attributes, context: Context) => void;
type Offer = (book: SeriesBook, series: Series, value: number, context: Context) => void;

export class Recording {
  readonly #books = new Map<string, SeriesBook>();
  readonly #exemplars: ExemplarRecorder;
  readonly #ended = new EndedSpans();

  constructor(filter: ExemplarFilter) {
    this.#exemplars = new ExemplarRecorder(filter);
  }

  /** To be told of every sampled span that ends. */
  spanEnded(span: ReadableSpan): void {
    this.#ended.note(span);
  }

  /** The number of the latest exemplar. */
  get latestExemplar(): number {
    return this.#exemplars.recorded;
  }

  /**
   * The exemplars of a data point that the SDK collected; those with a higher number only. By value: Prometheus deals
   * pushed ones out to the buckets in that order, and drops what it does not expect.
   */
  exemplarsOf(scope: ScopeMetrics['scope'], metric: string, attributes: Attributes, after = 0): Exemplar[] {
    const series = this.#books.get(bookKey(scope.name, scope.version, metric))?.find(attributes);
    return [...(series?.exemplars?.values() ?? [])]
      .filter(({ number }) => number > after)
      .sort((left, right) => left.value - right.value);
  }

  /** A meter provider that records by this way. Observable instruments need none of it: the SDK bounds them for good. */
  on(provider: MeterProvider): MeterProvider {
    return {
      getMeter: (name, version, options) => this.#meter(provider.getMeter(name, version, options), name, version),
    };
  }

  #meter(meter: Meter, scope: string, version: string | undefined): Meter {
    const contextOf = (): Context => this.#ended.take(scope) ?? active.active();
    const by = (name: string, record: Record, offer?: Offer) =>
      recorder(name, this.#book(bookKey(scope, version, name)), record, contextOf, offer);
    return Object.assign(Object.create(meter) as Meter, {
      createHistogram: (name: string, options?: MetricOptions) => {
        const histogram = meter.createHistogram(name, options);
        const bounds = options?.advice?.explicitBucketBoundaries ?? defaultBounds;
        const offer: Offer = (book, series, value, context) =>
          this.#exemplars.offer(book, series, bucketOf(value, bounds), value, context);
        return { record: by(name, histogram.record.bind(histogram), offer) };
      },
      createCounter: (name: string, options?: MetricOptions) => {
        const counter = meter.createCounter(name, options);
        const offer: Offer = (book, series, value, context) => this.#exemplars.offer(book, series, 0, value, context);
        return { add: by(name, counter.add.bind(counter), offer) };
      },
      createUpDownCounter: (name: string, options?: MetricOptions) => {
        const counter = meter.createUpDownCounter(name, options);
        return { add: by(name, counter.add.bind(counter)) };
      },
      createGauge: (name: string, options?: MetricOptions) => {
        const gauge = meter.createGauge(name, options);
        return { record: by(name, gauge.record.bind(gauge)) };
      },
    });
  }

  #book(key: string): SeriesBook {
    const book = this.#books.get(key) ?? new SeriesBook();
    this.#books.set(key, book);
    return book;
  }
}

/** Records with the attributes of the value's series. Whatever is wrong with them does not reach the service. */
function recorder(name: string, book: SeriesBook, record: Record, contextOf: () => Context, offer?: Offer) {
  return (value: number, attributes: Attributes | undefined, context: Context = contextOf()): void => {
    try {
      const given = attributes ?? {};
      const series = book.seriesOf(given);
      record(value, series.isOverflow ? overflowAttributes : given, context);
      offer?.(book, series, value, context);
    } catch (error) {
      sayOnce(`Values of the metric ${name} are not recorded: ${reasonOf(error)}.`);
    }
  };
}

/** Where an exemplar of this value stands in a histogram of these bounds. */
export function bucketOf(value: number, bounds: readonly number[]): number {
  const bucket = bounds.findIndex((bound) => value <= bound);
  return bucket === -1 ? bounds.length : bucket;
}

/** The SDK takes instruments whose names differ by case alone for the same. */
const bookKey = (scope: string, version: string | undefined, metric: string): string =>
  `${scope}\n${version ?? ''}\n${metric.toLowerCase()}`;
