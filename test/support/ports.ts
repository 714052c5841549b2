import { PORTS } from '@mordomo/stack';
import { createServer, type Server } from 'node:net';

/** Above every port of a stack, below those that the system gives to clients (from 32768 on). */
const FIRST_RESERVATION = 32_000;
const SLOTS = 50;
const FIRST_OFFSET = 10_000;
const LARGEST_OFFSET = FIRST_RESERVATION - Math.max(...Object.values(PORTS)) - 1;

/** A server on the port, which does not keep this process alive; undefined where the port is taken. */
const listenOn = (port: number): Promise<Server | undefined> =>
  new Promise((resolve) => {
    const server: Server = createServer()
      .once('error', () => resolve(undefined))
      .listen(port, '127.0.0.1', () => resolve(server))
      .unref();
  });

async function isFree(port: number): Promise<boolean> {
  const server = await listenOn(port);
  server?.close();
  return server !== undefined;
}

/** Offsets of which no two give the same port to two different programs. */
function portOffsets(): number[] {
  const ports = Object.values(PORTS);
  const distances = new Set(ports.flatMap((one) => ports.map((other) => one - other)));
  const offsets: number[] = [];
  for (let next = FIRST_OFFSET; next <= LARGEST_OFFSET && offsets.length < SLOTS; next += 1) {
    if (offsets.every((offset) => !distances.has(next - offset))) offsets.push(next);
  }
  return offsets;
}

/** A `--port-offset` at which every port of the stack and of the house is free, and that no other test gets meanwhile. */
export async function freePortOffset(): Promise<number> {
  for (const [slot, offset] of portOffsets().entries()) {
    // The server is never closed: the slot is taken for as long as this process lives.
    if ((await listenOn(FIRST_RESERVATION + slot)) === undefined) continue;
    const free = await Promise.all(Object.values(PORTS).map((port) => isFree(port + offset)));
    if (free.every(Boolean)) return offset;
  }
  throw new Error('Every port offset is taken: are other test runs under way on this machine?');
}
