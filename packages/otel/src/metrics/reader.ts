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
import type { Config } from '../config.ts';
import { reasonOf, sayAtMost } from '../diagnostics.ts';
import { metricsIn, pointsOf, type JsonObject } from '../otlp/signals.ts';
import type { Pipeline, Source } from '../pipeline.ts';
import { collectNow } from './collect-now.ts';
import type { Exemplar } from './exemplars.ts';
import type { Recording } from './recording.ts';

/** The SDK's periodic reader, which can also be read synchronously. */
export class SpoolingReader extends PeriodicExportingMetricReader implements Source {
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
  spool(): void {
    const collected = this.#producer === undefined ? undefined : collectNow(this.#producer);
    if (collected !== undefined) this.#put(collected);
  }

  /** A count made after this is lost: to collect for each one would cost too much. */
  end(): void {
    this.spool();
  }
}

/** A reader that brings every metric, with the exemplars since the push before, into the pipeline. */
export function createMetricReader(pipeline: Pipeline, recording: Recording, config: Config): SpoolingReader {
  let pushed = 0;
  return new SpoolingReader(config, (collected) => {
    if (collected.scopeMetrics.length === 0) return;
    const json = JsonMetricsSerializer.serializeRequest(collected) ?? new Uint8Array();
    const body = JSON.parse(Buffer.from(json).toString()) as JsonObject;
    addExemplars(body, collected, recording, pushed);
    pushed = recording.latestExemplar;
    pipeline.putBody('metrics', body);
  });
}

/** Puts exemplars on the data points of a request: the serializer keeps their order, and leaves exemplars out. */
function addExemplars(body: JsonObject, collected: ResourceMetrics, recording: Recording, after: number): void {
  const written = metricsIn(body)[Symbol.iterator]();
  for (const { scope, metrics } of collected.scopeMetrics) {
    for (const { descriptor, dataPoints } of metrics) {
      const points = pointsOf(written.next().value ?? {});
      dataPoints.forEach(({ attributes }, index) => {
        const exemplars = recording.exemplarsOf(scope, descriptor.name, attributes, after);
        const point = points[index];
        if (point !== undefined && exemplars.length > 0) point['exemplars'] = exemplars.map(inOtlp);
      });
    }
  }
}

const inOtlp = ({ value, timeMs, traceId, spanId }: Exemplar): JsonObject => ({
  timeUnixNano: `${timeMs}000000`,
  asDouble: value,
  ...(traceId === '' ? {} : { traceId, spanId }),
  filteredAttributes: [],
});

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
    try {
      put(collected);
      done({ code: ExportResultCode.SUCCESS });
    } catch (error) {
      sayAtMost('metrics', 60_000, `Metrics are not exported: ${reasonOf(error)}.`);
      done({ code: ExportResultCode.FAILED });
    }
  },
  forceFlush: async () => {},
  shutdown: async () => {},
});
