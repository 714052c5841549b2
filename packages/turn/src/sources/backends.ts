/** Reads a turn back from Jaeger (spans), Loki (log lines) and Prometheus (series and exemplars). */
import { analyse } from '../analyse.ts';
import { parseTurnId, TurnNotFoundError } from '../errors.ts';
import type { Hops, HopState, Turn } from '../model.ts';
import { noSpoolAsked } from './hops.ts';
import { BackendError, type Backend } from './http.ts';
import { newestTurn, traceSpans } from './jaeger.ts';
import { traceLines } from './loki.ts';
import { turnMetrics } from './prometheus.ts';
import { rangeAround, type TimeRange } from './time-range.ts';

/** Base URLs, such as `http://127.0.0.1:16686`. */
export interface Endpoints {
  readonly jaeger: string;
  readonly loki: string;
  readonly prometheus: string;
  /** Longest wait for one answer. Default 5000. */
  readonly timeoutMs?: number;
}

/**
 * Reads one turn from the live backends. One that does not answer is told in `hops` with a sentence, not thrown.
 * @param id 32 hex digits, or `last` for the newest turn that Jaeger knows
 * @throws TurnNotFoundError when no backend has anything of it
 */
export async function readTurnFromBackends(endpoints: Endpoints, id: string): Promise<Turn> {
  const { timeoutMs = 5000 } = endpoints;
  const jaegerBackend: Backend = { name: 'Jaeger', url: endpoints.jaeger, timeoutMs };
  const wanted = parseTurnId(id);
  const traceId = wanted === 'last' ? await lastTurn(jaegerBackend) : wanted;
  const jaeger = await askJaeger(jaegerBackend, traceId);
  const range = rangeAround(jaeger.spans, Date.now());
  const [loki, prometheus] = await Promise.all([
    askLoki({ name: 'Loki', url: endpoints.loki, timeoutMs }, traceId, range),
    askPrometheus({ name: 'Prometheus', url: endpoints.prometheus, timeoutMs }, traceId, range),
  ]);
  if (jaeger.spans.length + loki.lines.length === 0) {
    throw new TurnNotFoundError(`Trace ${traceId} was not found. ${jaeger.hop.message} ${loki.hop.message}`);
  }
  const hops: Hops = { spool: noSpoolAsked, jaeger: jaeger.hop, loki: loki.hop, prometheus };
  return analyse({ traceId, source: 'backends', spans: jaeger.spans, logs: loki.lines, hops });
}

async function lastTurn(jaeger: Backend): Promise<string> {
  const { result: traceId, failed } = await ask(() => newestTurn(jaeger, Date.now()));
  if (traceId !== undefined) return traceId;
  throw new TurnNotFoundError(
    failed?.message ?? `Jaeger at ${jaeger.url} knows no turn yet: speak to the house first.`,
  );
}

async function askJaeger(backend: Backend, traceId: string) {
  const { result: spans = [], ...answer } = await ask(() => traceSpans(backend, traceId));
  const state = answer.failed ?? (spans.length > 0 ? found : nothing(`Jaeger at ${backend.url} has no span of it.`));
  return { spans, hop: { ...state, spans: spans.length } };
}

async function askLoki(backend: Backend, traceId: string, range: TimeRange) {
  const { result: lines = [], ...answer } = await ask(() => traceLines(backend, traceId, range));
  const state = answer.failed ?? (lines.length > 0 ? found : nothing(`Loki at ${backend.url} has no line of it.`));
  return { lines, hop: { ...state, lines: lines.length } };
}

async function askPrometheus(backend: Backend, traceId: string, range: TimeRange): Promise<Hops['prometheus']> {
  const { result = { series: 0, exemplars: 0 }, failed } = await ask(() => turnMetrics(backend, traceId, range));
  if (failed !== undefined) return { ...failed, ...result };
  if (result.exemplars > 0) return { ...found, ...result };
  const what = result.series === 0 ? 'no voice metric around that time' : 'no exemplar of it';
  return { ...nothing(`Prometheus at ${backend.url} has ${what}.`), ...result };
}

const found: HopState = { status: 'found' };
const nothing = (message: string): HopState => ({ status: 'nothing', message });

/** A backend that fails is a fact of the report; anything else that is thrown is a defect of ours and goes on. */
async function ask<Result>(question: () => Promise<Result>): Promise<{ result?: Result; failed?: HopState }> {
  try {
    return { result: await question() };
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    return { failed: { status: 'unreachable', message: error.message } };
  }
}
