/**
 * Express where no hook sees it being loaded: inside a bundle, or before this package. Its layers are found in the app that
 * answers the server's requests, when the first one comes.
 */
import type { IncomingMessage, Server } from 'node:http';
import { patchLayers, patchRouter, type Layer, type Router } from './layers.ts';

type Stack = Router & { readonly stack: readonly Layer[] };

const seen = new WeakSet<Server>();

/** Looks at the server of a request, if it was not looked at before. */
export function adoptExpress(request: IncomingMessage): void {
  const server = Reflect.get(request.socket, 'server') as Server | undefined;
  if (server === undefined || seen.has(server)) return;
  seen.add(server);
  for (const listener of server.listeners('request')) {
    const router = routerOf(listener);
    const [layer] = router?.stack ?? [];
    if (router === undefined || layer === undefined) continue;
    patchLayers(Object.getPrototypeOf(layer) as Layer);
    patchRouter(Object.getPrototypeOf(router) as Router);
  }
}

/** An app of Express has its router as `router`; in version 4, where that throws, as `_router`. */
function routerOf(app: object): Stack | undefined {
  const name = '_router' in app ? '_router' : 'router';
  try {
    const router = Reflect.get(app, name) as Stack | undefined;
    return typeof router?.handle === 'function' && Array.isArray(router.stack) ? router : undefined;
  } catch {
    // An app of version 4 without a single layer.
    return undefined;
  }
}
