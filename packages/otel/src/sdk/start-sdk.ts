/** The stock SDK's set-up, with everything that it would read from the environment by itself given explicitly. */
import { diag, logs, trace, type ProxyTracerProvider } from '@opentelemetry/api';
import { LoggerProvider, type LogRecordProcessor } from '@opentelemetry/sdk-logs';
import { NodeSDK, type NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import type { Config } from '../config.ts';
import type { Redactor } from '../privacy/redactor.ts';
import { FirstComeContextManager } from './context-manager.ts';
import { consoleLogs, consoleMetrics, consoleSpans } from './console-exporters.ts';
import { guardSdk } from './guard.ts';
import { logRecordLimits, spanLimits } from './limits.ts';
import { createSampler } from './sampler.ts';
import { listenToSdk } from './diagnostics.ts';
import { viewOptions } from './views.ts';

type Parts = Required<
  Pick<NodeSDKConfiguration, 'resource' | 'textMapPropagator' | 'spanProcessors' | 'metricReaders'>
> & { readonly logRecordProcessors: readonly LogRecordProcessor[] };

/** Registers the providers of all three signals, and the propagator. Gives what stops them. */
export function startSdk(
  config: Config,
  redactor: Redactor,
  { resource, logRecordProcessors, ...parts }: Parts,
): () => Promise<void> {
  // Limits of log records are no option of the set-up, which leaves a provider alone that is already there.
  const processors = [...logRecordProcessors, ...consoleLogs(config, redactor)];
  const loggers = new LoggerProvider({ resource, processors, logRecordLimits: logRecordLimits(config) });
  logs.setGlobalLoggerProvider(loggers);
  const sdk = new NodeSDK({
    ...parts,
    resource,
    autoDetectResources: false,
    contextManager: new FirstComeContextManager(),
    sampler: createSampler(config),
    spanLimits: spanLimits(config),
    spanProcessors: [...parts.spanProcessors, ...consoleSpans(config, redactor)],
    logRecordProcessors: [],
    views: viewOptions(config.views),
    metricReaders: [...parts.metricReaders, ...consoleMetrics(config)],
  });
  // The set-up may have let the packages print stack traces; from here on they speak in sentences.
  diag.disable();
  sdk.start();
  guardSdk((trace.getTracerProvider() as ProxyTracerProvider).getDelegate(), loggers);
  listenToSdk(config.logLevel);
  return async () => {
    await Promise.all([sdk.shutdown(), loggers.shutdown()]);
  };
}
