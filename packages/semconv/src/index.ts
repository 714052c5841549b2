export * as attributes from './attributes.ts';
export * as labels from './labels.ts';
export * as metrics from './metrics.ts';
export * as spans from './spans.ts';
export * as logEvents from './log-events.ts';
export { prometheusName, underscored } from './backend-names.ts';
export type {
  AttributeDefinition,
  AttributesOf,
  Instrument,
  LogEventDefinition,
  MetricDefinition,
  SpanDefinition,
} from './define.ts';
export { registry } from './registry.ts';
export { outcomes, services, stages, type Outcome, type ServiceName, type Stage } from './stages.ts';
