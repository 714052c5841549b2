/** The examination, in the order of the data's way: service, collector, backends. */
import { setTimeout as wait } from 'node:timers/promises';
import { BackendError } from '@mordomo/turn';
import { routesTo, type BackendAddresses, type SignalRoute } from './backends.ts';
import { examineCollector } from './collector.ts';
import { fault, type Fault } from './faults.ts';
import type { SentProbe } from './probe-report.ts';
import { startService } from './service.ts';
import { signals, type Signal } from './signals.ts';

const pollMs = 200;
/** A backend that has just started may refuse for a moment. */
const patienceMs = 5000;

export interface ExamineOptions {
  /** The command that starts the service; undefined: a service of our own that does nothing else. */
  readonly command?: readonly string[];
  readonly backends: BackendAddresses;
  /** Whose data are read, where backends keep several tenants apart. */
  readonly tenant?: string;
  /** How long the service may take to turn telemetry on. Default 20 s. */
  readonly startWithinMs?: number;
  /** How long a signal may take to its backend. Default 30 s. */
  readonly arriveWithinMs?: number;
  /** Ends the examination, and the service with it; the promise is then rejected. */
  readonly signal?: AbortSignal;
}

/** How one signal fared. */
export interface SignalResult {
  readonly signal: Signal;
  readonly sent: string;
  /** Where it was looked for, such as `Jaeger http://127.0.0.1:16686`. */
  readonly backend: string;
  /** How long after it was sent it was seen; undefined with a fault. */
  readonly afterMs?: number;
  readonly fault?: Fault;
}

export interface Examination {
  readonly service: string | undefined;
  /** Something that stands in the way of all signals. */
  readonly fault?: Fault;
  /** The service's last lines, where it did not come up. */
  readonly lastLines: readonly string[];
  readonly results: readonly SignalResult[];
  /** What keeps libraries of the service from being traced, a sentence each. */
  readonly advice: readonly string[];
  /** Everything arrived; advice may still be there. */
  readonly isHealthy: boolean;
}

/** Starts the service, sends one span, one metric and one log line from it, and looks for each in its backend. */
export async function examine(options: ExamineOptions): Promise<Examination> {
  const { command, backends, tenant, startWithinMs = 20_000, arriveWithinMs = 30_000, signal: stop } = options;
  const service = startService(command);
  try {
    const sent = await service.firstProbe(startWithinMs, stop);
    if ('id' in sent) return failed(sent, { lastLines: service.lastLines() });
    if (!sent.isForwarded) return failed(fault('kept-in-spool'), { service: sent.service });
    const routes = routesTo(backends, tenant);
    const patience = { arriveWithinMs, stop };
    const results = await Promise.all(signals.map((signal) => examineSignal(signal, routes[signal], sent, patience)));
    const isHealthy = results.every((result) => result.fault === undefined);
    return { service: sent.service, lastLines: [], results, advice: sent.advice, isHealthy };
  } finally {
    await service.stop();
  }
}

const failed = (found: Fault, known: Partial<Examination>): Examination => ({
  service: undefined,
  lastLines: [],
  results: [],
  advice: [],
  ...known,
  fault: found,
  isHealthy: false,
});

interface Patience {
  readonly arriveWithinMs: number;
  readonly stop: AbortSignal | undefined;
}

async function examineSignal(
  signal: Signal,
  route: SignalRoute,
  probe: SentProbe,
  patience: Patience,
): Promise<SignalResult> {
  const { name, url } = route.backend;
  const result = { signal, sent: route.sent, backend: `${name} ${url}` };
  const destination = probe.destinations[signal];
  if (destination === undefined) return { ...result, fault: fault('not-exported') };
  if (signal === 'traces' && !probe.isSampled) return { ...result, fault: fault('not-sampled') };
  const found = (await examineCollector(signal, destination)) ?? (await arrival(route, probe, patience));
  return typeof found === 'number' ? { ...result, afterMs: found } : { ...result, fault: found };
}

/** How long it took in milliseconds, or why it is not there. */
async function arrival(
  route: SignalRoute,
  probe: SentProbe,
  { arriveWithinMs, stop }: Patience,
): Promise<number | Fault> {
  const { name, url } = route.backend;
  const startedMs = Date.now();
  for (;;) {
    try {
      if (await route.hasArrived(probe)) return Date.now() - probe.atMs;
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      if (error.status === 401) return fault('wrong-tenant', error.message);
      if (Date.now() > startedMs + patienceMs) return fault('backend-down', error.message);
    }
    if (Date.now() > startedMs + arriveWithinMs)
      return fault('not-arrived', `${name} at ${url} was asked for ${arriveWithinMs / 1000} s.`);
    await wait(pollMs, undefined, { signal: stop });
  }
}
