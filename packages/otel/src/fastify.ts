/** Fastify tells of every new server on a diagnostics channel: the route goes on the server span, errors are recorded. */
import { subscribe } from 'node:diagnostics_channel';
import { context, type Span } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';

type Done = () => void;

interface Request {
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
  const serverSpans = new WeakMap<Request, Span>();
  server.addHook('onRequest', (request, _reply, done) => {
    const metadata = getRPCMetadata(context.active());
    const route = request.routeOptions?.url;
    if (metadata !== undefined) {
      serverSpans.set(request, metadata.span);
      if (route !== undefined) metadata.route = route;
    }
    done();
  });
  server.addHook('onError', (request, _reply, error, done) => {
    if ((Number(Reflect.get(Object(error), 'statusCode')) || 500) >= 500) {
      serverSpans.get(request)?.recordException(error);
    }
    done();
  });
}
