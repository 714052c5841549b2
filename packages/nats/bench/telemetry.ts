/** An SDK that makes spans and metrics in full and then throws them away: exporters are not the question here. */
import { context, metrics, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { NatsInstrumentation } from '@mordomo/instrumentation-nats';

const dropped = { onStart: () => {}, onEnd: () => {}, forceFlush: async () => {}, shutdown: async () => {} };

/** Call before NATS is loaded. Gives what runs something inside a span, as a service publishes. */
export function turnOn(): <Result>(run: () => Result) => Result {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [dropped] }));
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] }));
  registerInstrumentations({ instrumentations: [new NatsInstrumentation({ untraced: ['audio.>'] })] });
  const inside = trace.setSpan(ROOT_CONTEXT, trace.getTracer('bench').startSpan('house'));
  return (run) => context.with(inside, run);
}
