/** The SDK with memory instead of a network, so that a test can see what a service would send. */
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { context, logs, metrics, trace } from '@opentelemetry/api';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  InstrumentType,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { flushDeferred } from '../deferred.ts';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

const spanExporter = new InMemorySpanExporter();
const logExporter = new InMemoryLogRecordExporter();
/** As @mordomo/otel does it: cumulative, but a gauge that is not observed any more has no value. */
class MemoryExporter extends InMemoryMetricExporter {
  override selectAggregationTemporality(kind: InstrumentType): AggregationTemporality {
    const isObserved = kind === InstrumentType.OBSERVABLE_GAUGE;
    return isObserved ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE;
  }
}
const metricExporter = new MemoryExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter: metricExporter, exportIntervalMillis: 3_600_000 });

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(
  new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spanExporter })] }),
);
logs.setGlobalLoggerProvider(
  new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter: logExporter })] }),
);
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));

/** Forgets the spans and log records of the test before. */
export function reset(): void {
  flushDeferred();
  spanExporter.reset();
  logExporter.reset();
}

export function spansEnded() {
  flushDeferred();
  return spanExporter.getFinishedSpans();
}

export function linesEmitted() {
  flushDeferred();
  return logExporter.getFinishedLogRecords();
}

interface Point {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly value: unknown;
}

/** The current data points of a metric. */
export async function pointsOf(name: string): Promise<Point[]> {
  flushDeferred();
  metricExporter.reset();
  await reader.forceFlush();
  const all = metricExporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  const points: readonly Point[] = all
    .filter(({ descriptor }) => descriptor.name === name)
    .flatMap((metric) => [...metric.dataPoints]);
  return points.map(({ attributes, value }) => ({ attributes, value }));
}
