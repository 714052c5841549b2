/** Every metric of a service: those of the project’s own code and those of the stock instrumentations. Prometheus spells them with unit and `_total`: see backend-names.ts. */
export * from './metrics/api.ts';
export * from './metrics/brain.ts';
export * from './metrics/http.ts';
export * from './metrics/messaging.ts';
export * from './metrics/runtime.ts';
export * from './metrics/services.ts';
export * from './metrics/speech.ts';
export * from './metrics/turn.ts';
