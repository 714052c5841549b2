/** `@mordomo/otel/api`: helpers for services. Loads no SDK, and does no harm where telemetry is off. */
export { metricsHandler } from './metrics-handler.ts';
