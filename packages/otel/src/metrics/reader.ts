/** Metrics: pushed through the pipeline every interval and, for the last time, while the process ends. */
import { ExportResultCode } from '@opentelemetry/core';
import {
  CumulativeTemporalitySelector,
  DeltaTemporalitySelector,
  LowMemoryTemporalitySelector,
} from '@opentelemetry/exporter-metrics-otlp-http';
import { JsonMetricsSerializer } from '@opentelemetry/otlp-transformer';
import {
  PeriodicExportingMetricReader,
  type AggregationTemporalitySelector,
  type MetricProducer,
  type PushMetricExporter,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import { collectNow } from './collect-now.ts';
import type { ExemplarReservoir } from './exemplars.ts';
import type { Config } from '../config.ts';
import type { JsonObject } from '../otlp/signals.ts';
import type { Pipeline } from '../pipeline.ts';

/** The SDK's periodic reader, which can also be read synchronously. */
class SpoolingReader extends PeriodicExportingMetricReader {
  readonly #put: (collected: ResourceMetrics) => void;
  #producer: MetricProducer | undefined;

  constructor(config: Config, put: (collected: ResourceMetrics) => void) {
    super({
      exporter: exporterTo(put, temporalities[config.temporality]),
      exportIntervalMillis: config.metricIntervalMs,
      exportTimeoutMillis: Math.min(config.metricTimeoutMs, config.metricIntervalMs),
    });
    this.#put = put;
  }

  override setMetricProducer(producer: MetricProducer): void {
    super.setMetricProducer(producer);
    this.#producer = producer;
  }

  /** Collects and spools before it returns. */
  flush(): void {
    const collected = this.#producer === undefined ? undefined : collectNow(this.#producer);
    if (collected !== undefined) this.#put(collected);
  }
}

/** A reader that brings every metric, with exemplars, into the pipeline. */
export function createMetricReader(pipeline: Pipeline, exemplars: ExemplarReservoir, config: Config): SpoolingReader {
  return new SpoolingReader(config, (collected) => {
    if (collected.scopeMetrics.length === 0) return;
    const json = JsonMetricsSerializer.serializeRequest(collected) ?? new Uint8Array();
    const body = JSON.parse(Buffer.from(json).toString()) as JsonObject;
    exemplars.addTo(body);
    pipeline.putBody('metrics', body);
  });
}

const temporalities: Readonly<Record<Config['temporality'], AggregationTemporalitySelector>> = {
  cumulative: CumulativeTemporalitySelector,
  delta: DeltaTemporalitySelector,
  lowmemory: LowMemoryTemporalitySelector,
};

const exporterTo = (
  put: (collected: ResourceMetrics) => void,
  selectAggregationTemporality: AggregationTemporalitySelector,
): PushMetricExporter => ({
  selectAggregationTemporality,
  export: (collected, done) => {
    put(collected);
    done({ code: ExportResultCode.SUCCESS });
  },
  forceFlush: async () => {},
  shutdown: async () => {},
});
