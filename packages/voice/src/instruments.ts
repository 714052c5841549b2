/** The registry's metrics as OpenTelemetry instruments, each made once, on first use: the SDK may be started after this module. */
import type { AttributesOf, Instrument, MetricDefinition } from '@mordomo/semconv';
import {
  context as contextApi,
  metrics as api,
  type Attributes,
  type Context,
  type Meter,
  type MetricOptions,
} from '@opentelemetry/api';

type Recorder = (value: number, labels: Attributes, context: Context) => void;
type Make = (meter: Meter, name: string, options: MetricOptions) => Recorder;

const makers: Readonly<Record<Instrument, Make>> = {
  counter: (meter, name, options) => {
    const counter = meter.createCounter(name, options);
    return (value, labels, context) => counter.add(value, labels, context);
  },
  'up-down-counter': (meter, name, options) => {
    const counter = meter.createUpDownCounter(name, options);
    return (value, labels, context) => counter.add(value, labels, context);
  },
  gauge: (meter, name, options) => {
    const gauge = meter.createGauge(name, options);
    return (value, labels, context) => gauge.record(value, labels, context);
  },
  histogram: (meter, name, options) => {
    const histogram = meter.createHistogram(name, options);
    return (value, labels, context) => histogram.record(value, labels, context);
  },
};

function make({ name, instrument, unit, brief, buckets }: MetricDefinition): Recorder {
  const advice = buckets === undefined ? {} : { explicitBucketBoundaries: [...buckets] };
  return makers[instrument](api.getMeter('@mordomo/voice'), name, { unit, description: brief, advice });
}

const made = new Map<MetricDefinition, Recorder>();

/**
 * Records one value of a metric: adds it (counters), sets it (gauges), or observes it (histograms).
 * @param context carries the span that becomes the exemplar. Default: the active one.
 */
export function record<Definition extends MetricDefinition>(
  definition: Definition,
  value: number,
  labels: AttributesOf<Definition['labels']>,
  context: Context = contextApi.active(),
): void {
  let instrument = made.get(definition);
  if (instrument === undefined) {
    instrument = make(definition);
    made.set(definition, instrument);
  }
  instrument(value, labels, context);
}

interface Observation<Definition extends MetricDefinition> {
  readonly value: number;
  readonly labels: AttributesOf<Definition['labels']>;
}

/** Asks for the values of a gauge whenever metrics are collected. What is not given then has no value. */
export function observe<Definition extends MetricDefinition<'gauge'>>(
  { name, unit, brief }: Definition,
  values: () => readonly Observation<Definition>[],
): void {
  const gauge = api.getMeter('@mordomo/voice').createObservableGauge(name, { unit, description: brief });
  gauge.addCallback((result) => {
    for (const { value, labels } of values()) result.observe(value, labels);
  });
}
