/** The meters of this process: the SDK's, behind what we do with every value and every observation. */
import {
  createNoopMeter,
  metrics,
  type BatchObservableCallback,
  type Meter,
  type MeterProvider,
  type MetricOptions,
  type Observable,
  type ObservableGauge,
} from '@opentelemetry/api';
import type { Config } from '../config.ts';
import type { Recording } from './recording.ts';
import { steady } from './steady.ts';

const runtime = '@opentelemetry/instrumentation-runtime-node';

/** Gauges of the runtime that follow from the rest, and were three quarters of the points of a small service (138, now 35). */
const unused = new Set([
  'nodejs.eventloop.delay.min',
  'nodejs.eventloop.delay.mean',
  'nodejs.eventloop.delay.stddev',
  'nodejs.eventloop.delay.p90',
  'v8js.memory.heap.space.available_size',
  'v8js.memory.heap.space.physical_size',
  'v8js.resource.active',
]);

/** Puts the recording in front of the provider that the SDK has registered, and gives the result. */
export function provideMeters(recording: Recording, { metricIntervalMs }: Config): MeterProvider {
  const recorded = recording.on(metrics.getMeterProvider());
  // A little less than the interval, since collections are never exactly on time.
  const everyMs = 0.9 * metricIntervalMs;
  const provider: MeterProvider = {
    getMeter: (name, version, options) => {
      const meter = recorded.getMeter(name, version, options);
      if (name === runtime) return withoutUnused(steady(meter, everyMs));
      return name === '@mordomo/otel' ? steady(meter, everyMs) : meter;
    },
  };
  metrics.disable();
  metrics.setGlobalMeterProvider(provider);
  return provider;
}

/** No view of the SDK does this: what it drops would still be kept for a reader that nobody asks. */
function withoutUnused(meter: Meter): Meter {
  const nothing = createNoopMeter().createObservableGauge('unused');
  const createObservableGauge = (name: string, options?: MetricOptions): ObservableGauge =>
    unused.has(name) ? nothing : meter.createObservableGauge(name, options);
  const addBatchObservableCallback = (callback: BatchObservableCallback, observables: Observable[]): void => {
    const used = observables.filter((observable) => observable !== nothing);
    if (used.length > 0) meter.addBatchObservableCallback(callback, used);
  };
  return Object.assign(Object.create(meter) as Meter, { addBatchObservableCallback, createObservableGauge });
}
