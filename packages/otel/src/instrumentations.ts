/** Which libraries are instrumented, and how: everything of auto-instrumentations-node but what only makes noise. */
import { IncomingMessage, ServerResponse, type RequestOptions } from 'node:http';
import { NatsInstrumentation, type NatsInstrumentationConfig } from '@mordomo/instrumentation-nats';
import { getNodeAutoInstrumentations, type InstrumentationConfigMap } from '@opentelemetry/auto-instrumentations-node';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { Config } from './config.ts';
import { sayOnce } from './diagnostics.ts';
import { adoptExpress } from './express/adopt.ts';
import { ExpressRoutes } from './express/instrumentation.ts';
import { stockInstrumentations } from './instrumentation-names.ts';
import { instrumentationSwitch, sayUnknown } from './instrumentation-switch.ts';
import type { Source } from './pipeline.ts';
import { capturedByHttp, capturedByUndici } from './privacy/captured-headers.ts';
import type { GuardedPropagator } from './privacy/propagation.ts';
import { hostsOf, hostsOfUndici } from './privacy/request-hosts.ts';
import { markCutOff, watchRequest, watchResponse } from './server-requests.ts';
import { isOwnRequest } from './spool/transport.ts';

/** Asked every few seconds by machines; a trace of it tells nobody anything. */
const unwatchedPaths = new Set(['/metrics', '/health', '/healthz', '/ready', '/readyz', '/live', '/livez']);

/** The instrumentations, started and waiting for their libraries to be loaded. */
export function createInstrumentations(config: Config, propagator: GuardedPropagator): Instrumentation[] {
  const isOn = instrumentationSwitch(config);
  sayUnknown(config);
  const options: InstrumentationConfigMap = optionsFor(config, propagator);
  // Each is told whether it is on: the bundle would read the lists by itself, and wrong ones differently.
  const stock = stockInstrumentations.map((name) => {
    const key = `@opentelemetry/instrumentation-${name}` as const;
    return [key, { enabled: isOn(name), ...options[key] }] as const;
  });
  const created = getNodeAutoInstrumentations(Object.fromEntries(stock));
  sayBroken(stock, created);
  const own = [
    ...(isOn('express') ? [new ExpressRoutes()] : []),
    ...(isOn('nats') ? [new NatsInstrumentation(natsConfig(config))] : []),
  ];
  return [...created, ...own];
}

/** What instrumentations have counted and not yet recorded, to be recorded before metrics are read for the last time. */
export const countsOf = (instrumentations: readonly Instrumentation[]): Source[] =>
  instrumentations
    .filter((instrumentation) => instrumentation instanceof NatsInstrumentation)
    .map((nats) => ({ spool: () => nats.addCounts(), end: () => nats.addCounts() }));

/** The bundle leaves out what throws while it is made. */
function sayBroken(
  wanted: readonly (readonly [name: string, options: { readonly enabled?: boolean }])[],
  created: readonly Instrumentation[],
): void {
  const names = new Set(created.map(({ instrumentationName }) => instrumentationName));
  for (const [name, { enabled }] of wanted) {
    if (enabled === true && !names.has(name))
      sayOnce(`${name} could not be started: what it instruments is not traced.`);
  }
}

const natsConfig = ({ natsHandOver, natsUntraced, natsTemplates }: Config): NatsInstrumentationConfig => ({
  handOver: natsHandOver,
  untraced: natsUntraced,
  templates: natsTemplates,
});

function optionsFor(config: Config, propagator: GuardedPropagator): InstrumentationConfigMap {
  const isExpressOn = instrumentationSwitch(config)('express');
  return {
    '@opentelemetry/instrumentation-http': {
      ignoreIncomingRequestHook: ({ url = '' }: IncomingMessage) => unwatchedPaths.has(url.split('?', 1)[0] ?? ''),
      ignoreOutgoingRequestHook: (options: RequestOptions) => {
        if (isOwnRequest(options.agent)) return true;
        propagator.goingTo(hostsOf(options));
        return false;
      },
      requestHook: (_span, request) => {
        if (!(request instanceof IncomingMessage)) return;
        watchRequest(request);
        if (isExpressOn) adoptExpress(request);
      },
      responseHook: (_span, response) => {
        if (response instanceof ServerResponse) watchResponse(response);
      },
      headersToSpanAttributes: capturedByHttp(config),
      applyCustomAttributesOnSpan: (span, _request, response) => markCutOff(span, response),
    },
    '@opentelemetry/instrumentation-undici': {
      ignoreRequestHook: (request) => {
        propagator.goingTo(hostsOfUndici(request));
        return false;
      },
      headersToSpanAttributes: capturedByUndici(config),
    },
    // Their ids in the line are stock, the sending is ours: see logs/.
    '@opentelemetry/instrumentation-pino': { disableLogSending: true },
    '@opentelemetry/instrumentation-winston': { disableLogSending: true },
    // It looks at the event loop so often: every 10 ms, its default, takes 0.6 % of a core.
    '@opentelemetry/instrumentation-runtime-node': {
      monitoringPrecision: 20,
      ...(config.metrics.length === 0 && { enabled: false }),
    },
    // Our own gives the server span its route; a span per middleware only hides what matters.
    '@opentelemetry/instrumentation-express': { enabled: false },
  };
}
