/** Turns everything on, in the order in which the data flows. */
import { isMainThread } from 'node:worker_threads';
import type { Config } from './config.ts';
import { setLogLevel } from './diagnostics.ts';
import { endingOf } from './ending.ts';
import { instrumentFastify } from './fastify.ts';
import { countsOf, createInstrumentations } from './instrumentations.ts';
import { instrumentationSwitch } from './instrumentation-switch.ts';
import { Ledger } from './ledger.ts';
import { hookLibraries } from './libraries/hook.ts';
import { watchEnd } from './lifecycle.ts';
import { LogGate } from './logs/gate.ts';
import { watchLoggers } from './logs/loggers.ts';
import { createLogProcessor } from './logs/processor.ts';
import { provideMeters } from './metrics/meter-provider.ts';
import { observeProcess } from './metrics/process-metrics.ts';
import { createMetricReader } from './metrics/reader.ts';
import { Recording } from './metrics/recording.ts';
import { createScrape, scrapeReaders } from './metrics/scrape.ts';
import { startMetricsServer } from './metrics/server.ts';
import { Pipeline } from './pipeline.ts';
import type { ProcessState } from './process-state.ts';
import { GuardedPropagator } from './privacy/propagation.ts';
import { Redactor } from './privacy/redactor.ts';
import { numbered } from './resource/instance.ts';
import { identify } from './resource/resource.ts';
import { registerFirst } from './sdk/second-setup.ts';
import { startSdk } from './sdk/start-sdk.ts';
import { Drain } from './spool/drain.ts';
import { Spool } from './spool/spool.ts';
import { createSender } from './spool/transport.ts';
import { announceStart } from './start-up-line.ts';
import { createTelemetry } from './telemetry.ts';
import { watchThreads } from './threads.ts';
import { createSpanProcessor } from './traces.ts';
import { explainTypeScript } from './typescript-flag.ts';

/**
 * Starts telemetry for this process. Synchronous: when it returns, whatever is loaded next is instrumented.
 * @param loadedBefore CommonJS files that were loaded before this package.
 */
export function start(config: Config, state: ProcessState, loadedBefore: readonly string[]): void {
  // Again: tsx gives what is required copies of its own of modules that were imported.
  setLogLevel(config.logLevel);
  const identity = numbered(identify(config), config);
  const { resource, serviceName } = identity;
  const ledger = new Ledger();
  const spool = new Spool({ root: config.spoolDir, serviceName, maxBytes: config.spoolMaxBytes, ledger });
  const drain = config.spoolMode === 'forward' ? new Drain(spool, createSender(config), ledger) : undefined;
  const pipeline = new Pipeline(spool, ledger, () => drain?.wake());

  const redactor = new Redactor(config);
  const recording = new Recording(config.exemplarFilter);
  const spans = config.traces.includes('otlp') ? [createSpanProcessor(pipeline, redactor, recording, config)] : [];
  const gate = new LogGate(ledger, config.logsPerSecond);
  const logRecords = config.logs.includes('otlp') ? [createLogProcessor(pipeline, redactor, gate, config)] : [];
  const pushed = config.metrics.includes('otlp') ? [createMetricReader(pipeline, recording, config)] : [];
  const scraped = scrapeReaders(pushed, config);

  const propagator = new GuardedPropagator(config);
  const stopSdk = startSdk(config, redactor, {
    resource,
    textMapPropagator: propagator,
    spanProcessors: spans,
    logRecordProcessors: logRecords,
    metricReaders: [...new Set([...pushed, ...scraped])],
  });

  const meterProvider = provideMeters(recording, config);
  const loggers = config.logs.length === 0 ? [] : watchLoggers(gate, config);
  const instrumentations = [...createInstrumentations(config, propagator), ...loggers];
  // Not by the SDK's set-up: its meters would observe everything a second time.
  registerFirst(instrumentations, meterProvider, config);
  const meter = meterProvider.getMeter('@mordomo/otel');
  ledger.connect(meter);
  if (isMainThread) observeProcess(meter);

  hookLibraries(instrumentations, loadedBefore);
  explainTypeScript();
  if (instrumentationSwitch(config)('fastify')) instrumentFastify();
  const closeServer = scraped.map((reader) => {
    const scrape = createScrape(reader, recording);
    state.serveMetrics = scrape;
    return config.metricsServer === 'own' && isMainThread ? startMetricsServer(scrape, config) : () => {};
  });

  const ending = endingOf([...countsOf(instrumentations), ...spans, ...logRecords, ...pushed], drain);
  watchEnd(ending);
  watchThreads(serviceName, ending);
  const telemetry = createTelemetry({
    identity,
    ledger,
    spool,
    ending,
    config,
    stop: async () => {
      closeServer.forEach((close) => close());
      instrumentations.forEach((instrumentation) => instrumentation.disable());
      await stopSdk();
    },
  });
  state.telemetry = telemetry;
  announceStart(() => telemetry.status(), config);
  drain?.wake();
}
