/**
 * Express 4 and 5: the route and the errors of handlers, on the span of the request. The stock instrumentation makes a span
 * of every layer and finds the route by the way; without these spans it confuses the routes of routers that are mounted on
 * the same path.
 */
import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { rememberPath } from './layer-path.ts';
import { patchLayers, patchRouter, type Layer, type Router } from './layers.ts';

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
        file('express/lib/router/layer.js', patchLayerClass),
        file('express/lib/router/index.js', patchRouterOf4),
      ]),
      new InstrumentationNodeModuleDefinition('express', ['>=5 <6'], same),
      new InstrumentationNodeModuleDefinition('router', ['>=2 <3'], patchRouterClass, undefined, [
        file('router/lib/layer.js', patchLayerClass),
      ]),
    ];
  }
}

type LayerClass = (new (path: unknown, ...rest: unknown[]) => Layer) & { prototype: Layer };

function patchLayerClass(Original: LayerClass): LayerClass {
  patchLayers(Original.prototype);
  return new Proxy(Original, {
    construct: (target, args) => {
      const layer = Reflect.construct(target, args) as Layer;
      rememberPath(layer, args[0]);
      return layer;
    },
  });
}

function patchRouterOf4(prototype: Router): Router {
  patchRouter(prototype);
  return prototype;
}

function patchRouterClass<Patched extends { prototype: Router }>(Class: Patched): Patched {
  patchRouter(Class.prototype);
  return Class;
}
