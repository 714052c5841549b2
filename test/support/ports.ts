import { PORTS } from '@mordomo/stack';
import { createServer } from 'node:net';

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** A `--port-offset` at which every port of the stack and of the house is free. */
export async function freePortOffset(): Promise<number> {
  for (;;) {
    // Stays below the range from which the system gives ports to clients.
    const offset = 1000 + Math.floor(Math.random() * 14_000);
    const free = await Promise.all(Object.values(PORTS).map((port) => isFree(port + offset)));
    if (free.every(Boolean)) return offset;
  }
}
