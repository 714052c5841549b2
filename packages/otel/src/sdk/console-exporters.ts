/** The stock exporters that print: for a look at telemetry without any receiver. */
import { ConsoleLogRecordExporter, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { ConsoleMetricExporter, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { ConsoleSpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import type { Config } from '../config.ts';

export const consoleSpans = ({ traces }: Config): SimpleSpanProcessor[] =>
  traces.includes('console') ? [new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() })] : [];

export const consoleLogs = ({ logs }: Config): SimpleLogRecordProcessor[] =>
  logs.includes('console') ? [new SimpleLogRecordProcessor({ exporter: new ConsoleLogRecordExporter() })] : [];

export const consoleMetrics = ({
  metrics,
  metricIntervalMs: exportIntervalMillis,
}: Config): PeriodicExportingMetricReader[] =>
  metrics.includes('console')
    ? [new PeriodicExportingMetricReader({ exporter: new ConsoleMetricExporter(), exportIntervalMillis })]
    : [];
