/**
 * Observations that cover the time since the one before (the longest delay, the share of CPU) are taken once per interval;
 * a collection in between repeats them. A scrape would otherwise take the time before it away from the next push.
 */
import type {
  Attributes,
  BatchObservableCallback,
  Meter,
  MeterProvider,
  MetricOptions,
  Observable,
  ObservableCallback,
} from '@opentelemetry/api';

type Observation = [instrument: Observable, value: number, attributes?: Attributes];

/** A provider whose observable instruments, those of the named scopes, are asked at most once per `everyMs`. */
export const steady = (provider: MeterProvider, everyMs: number, scopes: readonly string[]): MeterProvider => ({
  getMeter: (name, version, options) => {
    const meter = provider.getMeter(name, version, options);
    return scopes.includes(name) ? steadyMeter(meter, everyMs) : meter;
  },
});

function steadyMeter(meter: Meter, everyMs: number): Meter {
  const addBatchObservableCallback = (callback: BatchObservableCallback, observables: Observable[]): void =>
    meter.addBatchObservableCallback(repeated(callback, everyMs), observables);
  const createObservableGauge = (name: string, options?: MetricOptions) => {
    const gauge = meter.createObservableGauge(name, options);
    gauge.addCallback = (callback: ObservableCallback) =>
      addBatchObservableCallback(
        (result) => callback({ observe: (value, attributes) => result.observe(gauge, value, attributes) }),
        [gauge],
      );
    return gauge;
  };
  return Object.assign(Object.create(meter) as Meter, { addBatchObservableCallback, createObservableGauge });
}

function repeated(callback: BatchObservableCallback, everyMs: number): BatchObservableCallback {
  let latest: Observation[] = [];
  let askedMs = -Infinity;
  return async (result) => {
    const nowMs = performance.now();
    if (nowMs - askedMs >= everyMs) {
      askedMs = nowMs;
      const observations: Observation[] = [];
      await callback({ observe: (...observation: Observation) => void observations.push(observation) });
      latest = observations;
    }
    for (const observation of latest) result.observe(...observation);
  };
}
