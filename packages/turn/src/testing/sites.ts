/** Sites of made-up turns, for the tests of the server and of its pages. */
import type { AddressInfo } from 'node:net';
import { TurnNotFoundError } from '../errors.ts';
import type { Turn } from '../model.ts';
import { createTurnServer } from '../server/server.ts';
import type { Site } from '../server/routes.ts';

/** @param turns the newest first */
export function siteOf(turns: readonly Turn[], repliesDir: string): Site {
  const byId = new Map(turns.map((turn) => [turn.traceId, turn]));
  return {
    places: { jaeger: 'http://127.0.0.1:16686', grafana: 'http://127.0.0.1:3000' },
    repliesDir,
    store: {
      async turn(id) {
        const turn = id === 'last' ? turns[0] : byId.get(id);
        if (turn === undefined) throw new TurnNotFoundError(`Trace ${id} was not found.`);
        return turn;
      },
      recent: () => Promise.resolve([...turns]),
      async neighbours({ traceId }) {
        const at = turns.findIndex((turn) => turn.traceId === traceId);
        return { previous: turns[at + 1]?.traceId, next: turns[at - 1]?.traceId };
      },
    },
  };
}

/** Serves it on a free port of this machine. */
export async function serve(site: Site): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
  const server = createTurnServer(site);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const stop = (): Promise<void> =>
    new Promise((closed) => {
      server.closeAllConnections();
      server.close(() => closed());
    });
  return { port: (server.address() as AddressInfo).port, stop };
}
