/** Fastify tells of every new server on a diagnostics channel: the route goes on the server span, errors are recorded. */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { recordError, setRoute } from './server-requests.ts';

type Done = () => void;

interface Request {
  readonly raw: IncomingMessage;
  readonly routeOptions?: { readonly url?: string };
}

interface Server {
  addHook(name: 'onRequest', hook: (request: Request, reply: unknown, done: Done) => void): unknown;
  addHook(name: 'onError', hook: (request: Request, reply: unknown, error: Error, done: Done) => void): unknown;
}

/** Watches servers that are made from now on. */
export function instrumentFastify(): void {
  subscribe('fastify.initialization', (message) => {
    const server = (message as { fastify?: Server }).fastify;
    if (typeof server?.addHook === 'function') addHooks(server);
  });
}

function addHooks(server: Server): void {
  server.addHook('onRequest', ({ raw, routeOptions }, _reply, done) => {
    setRoute(raw, routeOptions?.url);
    done();
  });
  server.addHook('onError', ({ raw }, _reply, error, done) => {
    recordError(raw, error);
    done();
  });
}
