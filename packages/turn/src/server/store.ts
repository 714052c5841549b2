/** The turns that the pages show, as Jaeger, Loki and Prometheus have them. */
import { analyse } from '../analyse.ts';
import { TurnNotFoundError } from '../errors.ts';
import type { Turn } from '../model.ts';
import type { Neighbours } from '../page/heading.ts';
import { readTurnFromBackends, type Endpoints } from '../sources/backends.ts';
import { noBackendAsked, noSpoolAsked } from '../sources/hops.ts';
import { BackendError, type Backend } from '../sources/http.ts';
import { recentTurns, turnsAround } from '../sources/jaeger.ts';

/** How many turns the list shows. */
const listedTurns = 100;

export interface TurnStore {
  /** @throws TurnNotFoundError */
  turn(id: string): Promise<Turn>;
  /** The newest first, without their log lines. @throws TurnNotFoundError where nobody can be asked */
  recent(): Promise<Turn[]>;
  /** The turns before and after one; none where nobody can be asked. */
  neighbours(turn: Turn): Promise<Neighbours>;
}

export function backendStore(endpoints: Endpoints): TurnStore {
  const jaeger: Backend = { name: 'Jaeger', url: endpoints.jaeger, timeoutMs: endpoints.timeoutMs ?? 5000 };
  return {
    turn: (id) => readTurnFromBackends(endpoints, id),
    async recent() {
      const traces = await recentTurns(jaeger, Date.now(), listedTurns).catch(asNotFound);
      return traces.map((spans) => turnOf(spans[0]?.traceId ?? '', spans));
    },
    async neighbours({ startNs }) {
      return await turnsAround(jaeger, startNs).catch((error: unknown) => {
        if (error instanceof BackendError) return {};
        throw error;
      });
    },
  };
}

const turnOf = (traceId: string, spans: Turn['spans']): Turn =>
  analyse({ traceId, source: 'backends', spans, logs: [], hops: { spool: noSpoolAsked, ...noBackendAsked } });

function asNotFound(error: unknown): never {
  throw error instanceof BackendError ? new TurnNotFoundError(error.message, { cause: error }) : error;
}
