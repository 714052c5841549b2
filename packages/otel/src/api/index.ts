/** `@mordomo/otel/api`: helpers for services. Loads no SDK, and does no harm where telemetry is off. */
export type { AttributeValue, CheckedAttributes } from './checked-attributes.ts';
export { expressMetrics } from './express-metrics.ts';
export { fastifyMetrics } from './fastify-metrics.ts';
export { logError, logModelPrediction, logRequest, type LoggedPrediction, type LoggedRequest } from './log-events.ts';
export { metricsHandler } from './metrics-handler.ts';
export {
  recordApiRequest,
  recordModelPrediction,
  type PredictionLabels,
  type RequestLabels,
} from './request-metrics.ts';
export { traced } from './traced.ts';
export { withSpan } from './with-span.ts';
export { telemetry, type ItemCounts, type Telemetry, type TelemetryStatus } from './telemetry.ts';
