/**
 * The SDK collects metrics asynchronously, and a process that ends waits for nothing: the last counts would be lost.
 * Its stores can be read synchronously, though only by names that are private; where a version has other names, the last
 * interval is lost and nothing else. Observable instruments keep the values of the last regular collection.
 */
import { millisToHrTime } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { MetricProducer, ResourceMetrics, ScopeMetrics } from '@opentelemetry/sdk-metrics';

interface Collector {
  readonly _sharedState: { readonly resource: Resource; readonly meterSharedStates: ReadonlyMap<string, MeterState> };
}

interface MeterState {
  readonly _instrumentationScope: ScopeMetrics['scope'];
  readonly metricStorageRegistry: { readonly getStorages: (collector: unknown) => readonly Storage[] };
}

interface Storage {
  readonly collect: (collector: unknown, time: [number, number]) => ScopeMetrics['metrics'][number] | undefined;
}

/** Everything recorded so far, as the reader of this producer would get it; `undefined` if it cannot be read. */
export function collectNow(producer: MetricProducer): ResourceMetrics | undefined {
  try {
    const { _sharedState: shared } = producer as unknown as Collector;
    const time = millisToHrTime(Date.now());
    const scopeMetrics = [...shared.meterSharedStates.values()].map(
      ({ _instrumentationScope: scope, metricStorageRegistry }) => ({
        scope,
        metrics: metricStorageRegistry
          .getStorages(producer)
          .map((storage) => storage.collect(producer, time))
          .filter((metric) => metric !== undefined),
      }),
    );
    return { resource: shared.resource, scopeMetrics: scopeMetrics.filter(({ metrics }) => metrics.length > 0) };
  } catch {
    return undefined;
  }
}
