/**
 * Exemplars, which the SDK does not have: values recorded inside a sampled span are remembered (the latest per bucket
 * and attribute set) and put on the matching data points of the next push.
 */
import {
  context as active,
  trace,
  TraceFlags,
  type Attributes,
  type Context,
  type Meter,
  type MeterProvider,
  type MetricOptions,
} from '@opentelemetry/api';
import { metricsIn, pointsOf, type JsonObject } from '../otlp/signals.ts';

interface Exemplar {
  readonly timeUnixNano: string;
  readonly asDouble: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly filteredAttributes: readonly [];
}

/** The SDK's own bounds for a histogram that states none. */
const defaultBounds = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000];

export class ExemplarReservoir {
  readonly #mostSeries: number;
  #series = new Map<string, Map<number, Exemplar>>();

  /** @param mostSeries data points that can have exemplars at the same time; further ones get none. */
  constructor(mostSeries = 2000) {
    this.#mostSeries = mostSeries;
  }

  /** Remembers a value if the span of the context is sampled. `slot` is the bucket's number. */
  offer(instrument: string, slot: number, value: number, attributes: Attributes, context: Context): void {
    const span = trace.getSpanContext(context);
    if (span === undefined || (span.traceFlags & TraceFlags.SAMPLED) === 0) return;
    const key = `${instrument}\n${keyOf(Object.entries(attributes))}`;
    const slots = this.#series.get(key) ?? new Map<number, Exemplar>();
    if (slots.size === 0 && this.#series.size >= this.#mostSeries) return;
    const { traceId, spanId } = span;
    slots.set(slot, {
      timeUnixNano: `${Date.now()}000000`,
      asDouble: value,
      traceId,
      spanId,
      filteredAttributes: [],
    });
    this.#series.set(key, slots);
  }

  /** Puts the exemplars on the points of a metrics request, and forgets them. */
  addTo(body: JsonObject): void {
    const series = this.#series;
    if (series.size === 0) return;
    this.#series = new Map();
    for (const { scope, metric } of metricsIn(body)) {
      const instrument = instrumentKey(textOf(scope['name']), textOf(scope['version']), textOf(metric['name']));
      for (const point of pointsOf(metric)) {
        const slots = series.get(`${instrument}\n${keyOf(otlpEntries(point['attributes']))}`);
        if (slots !== undefined) point['exemplars'] = [...slots.values()];
      }
    }
  }
}

/** A meter provider whose histograms and counters offer what they record to the reservoir. */
export function withExemplars(provider: MeterProvider, reservoir: ExemplarReservoir): MeterProvider {
  return {
    getMeter: (name, version = '', options) => {
      const meter = provider.getMeter(name, version, options);
      return Object.assign(Object.create(meter) as Meter, {
        createHistogram: (instrument: string, given?: MetricOptions) => {
          const key = instrumentKey(name, version, instrument);
          const histogram = meter.createHistogram(instrument, given);
          const bounds = given?.advice?.explicitBucketBoundaries ?? defaultBounds;
          return {
            record: (value: number, attributes: Attributes = {}, context: Context = active.active()) => {
              histogram.record(value, attributes, context);
              reservoir.offer(key, bucketOf(value, bounds), value, attributes, context);
            },
          };
        },
        createCounter: (instrument: string, given?: MetricOptions) => {
          const key = instrumentKey(name, version, instrument);
          const counter = meter.createCounter(instrument, given);
          return {
            add: (value: number, attributes: Attributes = {}, context: Context = active.active()) => {
              counter.add(value, attributes, context);
              reservoir.offer(key, 0, value, attributes, context);
            },
          };
        },
      });
    },
  };
}

const instrumentKey = (scope: string, version: string, instrument: string): string =>
  `${scope}\n${version}\n${instrument}`;

const bucketOf = (value: number, bounds: readonly number[]): number => {
  const bucket = bounds.findIndex((bound) => value <= bound);
  return bucket === -1 ? bounds.length : bucket;
};

const keyOf = (entries: [string, unknown][]): string =>
  JSON.stringify(entries.sort(([left], [right]) => (left < right ? -1 : 1)));

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Attributes of a data point as they were given to the instrument. */
function otlpEntries(attributes: unknown): [string, unknown][] {
  if (!Array.isArray(attributes)) return [];
  return (attributes as { key: string; value: JsonObject }[]).map(({ key, value }) => [key, plainValue(value)]);
}

function plainValue(value: JsonObject): unknown {
  const [kind, content] = Object.entries(value)[0] ?? [];
  if (kind !== 'arrayValue') return content;
  return ((content as JsonObject)['values'] as JsonObject[]).map(plainValue);
}
