/**
 * Observations that cover the time since the one before (the longest delay, the share of CPU) are taken once per interval;
 * a collection in between repeats them. A scrape would otherwise take the time before it away from the next push.
 */
import type {
  Attributes,
  BatchObservableCallback,
  Meter,
  MetricOptions,
  Observable,
  ObservableCallback,
  ObservableGauge,
} from '@opentelemetry/api';

type Observation = [instrument: Observable, value: number, attributes?: Attributes];

/** A meter whose observable instruments are asked at most once per `everyMs`. */
export function steady(meter: Meter, everyMs: number): Meter {
  const addBatchObservableCallback = (callback: BatchObservableCallback, observables: Observable[]): void =>
    meter.addBatchObservableCallback(repeated(callback, everyMs), observables);
  const createObservableGauge = (name: string, options?: MetricOptions): ObservableGauge => {
    const gauge = Object.create(meter.createObservableGauge(name, options)) as ObservableGauge;
    const addCallback = (callback: ObservableCallback): void =>
      addBatchObservableCallback(
        (result) => callback({ observe: (value, attributes) => result.observe(gauge, value, attributes) }),
        [gauge],
      );
    return Object.assign(gauge, { addCallback });
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
