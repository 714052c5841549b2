/**
 * Everything that Express runs for a request is a layer: a middleware, a router, a route. What a layer's path and its
 * `next` tell goes on the span of the request: its route, and the errors of handlers.
 */
import type { IncomingMessage } from 'node:http';
import { recordError, routeOf, setRoute } from '../server-requests.ts';
import { pathOf } from './layer-path.ts';

type Next = (error?: unknown) => void;
type Handle = (this: Layer, request: IncomingMessage, response: unknown, next: Next) => unknown;
type HandleError = (this: Layer, error: unknown, request: IncomingMessage, response: unknown, next: Next) => unknown;

/** Version 4 has its own spelling. */
export interface Layer {
  readonly route?: { readonly path: unknown };
  handle_request?: Handle;
  handleRequest?: Handle;
  handle_error?: HandleError;
  handleError?: HandleError;
}

export interface Router {
  handle: (this: unknown, request: IncomingMessage, response: unknown, next: Next) => unknown;
}

const patched = new WeakSet<object>();
/** The paths of the layers that a request is in. */
const prefixes = new WeakMap<object, string>();

/** Watches all layers of one copy of Express. */
export function patchLayers(prototype: Layer): void {
  if (patched.has(prototype)) return;
  patched.add(prototype);
  const handle = prototype.handleRequest === undefined ? 'handle_request' : 'handleRequest';
  const handleError = prototype.handleError === undefined ? 'handle_error' : 'handleError';
  prototype[handle] = watched(prototype[handle] as Handle);
  prototype[handleError] = watchedError(prototype[handleError] as HandleError);
}

/** Watches where errors leave a router that no layer answered. */
export function patchRouter(prototype: Router): void {
  if (patched.has(prototype)) return;
  patched.add(prototype);
  const { handle } = prototype;
  prototype.handle = function handleWatched(request, response, next) {
    return handle.call(this, request, response, (error) => {
      if (isError(error)) recordError(request, error);
      next(error);
    });
  };
}

const watched = (handle: Handle): Handle =>
  function handleWatched(request, response, next) {
    const prefix = prefixes.get(request) ?? '';
    const routeBefore = routeOf(request);
    const path = pathOf(this);
    if (this.route !== undefined || path !== '/') {
      const full = joined(prefix, path);
      prefixes.set(request, full);
      setRoute(request, full);
    }
    return handle.call(this, request, response, (error) => {
      prefixes.set(request, prefix);
      if (isError(error)) recordError(request, error);
      else setRoute(request, routeBefore);
      next(error);
    });
  };

/** Errors of parameter handlers come from no layer, but reach the error handlers, or else the end of the router. */
const watchedError = (handleError: HandleError): HandleError =>
  function handleErrorWatched(error, request, response, next) {
    recordError(request, error);
    return handleError.call(this, error, request, response, next);
  };

/** Express takes these two for "go on elsewhere". */
const isError = (error: unknown): boolean => Boolean(error) && error !== 'route' && error !== 'router';

const joined = (prefix: string, path: string): string =>
  `${prefix}/${path}`.replaceAll(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
