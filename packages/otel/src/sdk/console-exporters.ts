/** The stock exporters that print: for a look at telemetry without any receiver. */
import { ConsoleLogRecordExporter, SimpleLogRecordProcessor, type LogRecordProcessor } from '@opentelemetry/sdk-logs';
import { ConsoleMetricExporter, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { ConsoleSpanExporter, SimpleSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Config } from '../config.ts';
import type { Redactor } from '../privacy/redactor.ts';

const nothing = { forceFlush: async () => {}, shutdown: async () => {} };

export function consoleSpans({ traces }: Config, redactor: Redactor): SpanProcessor[] {
  if (!traces.includes('console')) return [];
  const redacting: SpanProcessor = { ...nothing, onStart: () => {}, onEnd: (span) => redactor.span(span) };
  return [redacting, new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() })];
}

export function consoleLogs({ logs }: Config, redactor: Redactor): LogRecordProcessor[] {
  if (!logs.includes('console')) return [];
  const redacting: LogRecordProcessor = { ...nothing, onEmit: (record) => redactor.logRecord(record) };
  return [redacting, new SimpleLogRecordProcessor({ exporter: new ConsoleLogRecordExporter() })];
}

export const consoleMetrics = ({
  metrics,
  metricIntervalMs: exportIntervalMillis,
}: Config): PeriodicExportingMetricReader[] =>
  metrics.includes('console')
    ? [new PeriodicExportingMetricReader({ exporter: new ConsoleMetricExporter(), exportIntervalMillis })]
    : [];
