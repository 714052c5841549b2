/**
 * Express 4 and 5: the route and the errors of handlers, on the span of the request. Everything that Express runs is a
 * layer, so the layer is what is patched; the stock instrumentation makes spans of them and finds the route by the way,
 * and without these spans it confuses the routes of routers that are mounted on the same path.
 */
import type { IncomingMessage } from 'node:http';
import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { recordError, routeOf, setRoute } from './server-requests.ts';

type Next = (error?: unknown) => void;
type Handle = (this: Layer, request: IncomingMessage, response: unknown, next: Next) => unknown;
type HandleError = (this: Layer, error: unknown, request: IncomingMessage, response: unknown, next: Next) => unknown;

/** A handler, router or route, with the path that it was made for. Version 4 has its own spelling. */
interface Layer {
  readonly route?: unknown;
  handle_request?: Handle;
  handleRequest?: Handle;
  handle_error?: HandleError;
  handleError?: HandleError;
}

type LayerClass = (new (path: unknown, ...rest: unknown[]) => Layer) & { prototype: Layer };

interface Router {
  handle: (this: unknown, request: IncomingMessage, response: unknown, next: Next) => unknown;
}

/** Gives every request of Express its route and its errors. */
export class ExpressRoutes extends InstrumentationBase {
  constructor() {
    super('@mordomo/otel/express', '', {});
  }

  protected override init(): InstrumentationNodeModuleDefinition[] {
    const file = (name: string, patch: InstrumentationNodeModuleFile['patch']): InstrumentationNodeModuleFile =>
      new InstrumentationNodeModuleFile(name, ['*'], patch, () => {});
    const same = (exports: unknown): unknown => exports;
    return [
      new InstrumentationNodeModuleDefinition('express', ['>=4 <5'], same, undefined, [
        file('express/lib/router/layer.js', patchLayers),
        file('express/lib/router/index.js', patchRouter),
      ]),
      new InstrumentationNodeModuleDefinition('express', ['>=5 <6'], same),
      new InstrumentationNodeModuleDefinition('router', ['>=2 <3'], patchRouterClass, undefined, [
        file('router/lib/layer.js', patchLayers),
      ]),
    ];
  }
}

/** The path that a layer was made for, such as `/rooms/:room`. */
const paths = new WeakMap<Layer, string>();
/** The paths of the layers that a request is in. */
const prefixes = new WeakMap<object, string>();

function patchLayers(Original: LayerClass): LayerClass {
  const { prototype } = Original;
  const handle = prototype.handleRequest === undefined ? 'handle_request' : 'handleRequest';
  const handleError = prototype.handleError === undefined ? 'handle_error' : 'handleError';
  prototype[handle] = watched(prototype[handle] as Handle);
  prototype[handleError] = watchedError(prototype[handleError] as HandleError);
  return new Proxy(Original, {
    construct: (target, args) => {
      const layer = Reflect.construct(target, args) as Layer;
      paths.set(layer, textOf(args[0]));
      return layer;
    },
  });
}

const watched = (handle: Handle): Handle =>
  function handleWatched(request, response, next) {
    const prefix = prefixes.get(request) ?? '';
    const routeBefore = routeOf(request);
    const path = paths.get(this) ?? '/';
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

function patchRouter<Patched extends Router>(router: Patched): Patched {
  const { handle } = router;
  router.handle = function handleWatched(request, response, next) {
    return handle.call(this, request, response, (error) => {
      if (isError(error)) recordError(request, error);
      next(error);
    });
  };
  return router;
}

function patchRouterClass<Patched extends { prototype: Router }>(Class: Patched): Patched {
  patchRouter(Class.prototype);
  return Class;
}

/** Express takes these two for "go on elsewhere". */
const isError = (error: unknown): boolean => Boolean(error) && error !== 'route' && error !== 'router';

const joined = (prefix: string, path: string): string =>
  `${prefix}/${path}`.replaceAll(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');

const textOf = (path: unknown): string => (Array.isArray(path) ? path.map(String).join(',') : String(path));
