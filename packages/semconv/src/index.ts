export * as attributes from './attributes.ts';
export * as labels from './labels.ts';
export * as upstreamLabels from './upstream-labels.ts';
export * as metrics from './metrics.ts';
export * as voiceMetrics from './voice-metrics.ts';
export * as spans from './spans.ts';
export * as logEvents from './log-events.ts';
export {
  budgetNames,
  defaultBudgets,
  formatBudgets,
  parseBudgets,
  verdictOf,
  verdicts,
  waitParts,
  type BudgetName,
  type Budgets,
  type Verdict,
  type WaitPart,
} from './budgets.ts';
export { prometheusLabel, prometheusName, prometheusUnit, underscored, type NamedMetric } from './backend-names.ts';
export { contentCaptureVariable, isContentCaptured, isPersonal, withoutPersonal } from './content.ts';
export type {
  AttributeDefinition,
  AttributesOf,
  Instrument,
  LogEventDefinition,
  MetricDefinition,
  Owner,
  SpanDefinition,
} from './define.ts';
export { httpMethods, type HttpMethod } from './http-methods.ts';
export { registry } from './registry.ts';
export {
  milestones,
  outcomes,
  services,
  stages,
  type Milestone,
  type Outcome,
  type ServiceName,
  type Stage,
} from './stages.ts';
