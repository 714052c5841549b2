/** How much of spans and log records is kept, as the SDK names it. */
import type { LogRecordLimits } from '@opentelemetry/sdk-logs';
import type { SpanLimits } from '@opentelemetry/sdk-trace';
import type { Config } from '../config.ts';

export const spanLimits = (config: Config): SpanLimits => ({
  attributeCountLimit: config.attributeLimit.traces,
  attributeValueLengthLimit: config.attributeLengthLimit.traces,
  eventCountLimit: config.spanEventLimit,
  linkCountLimit: config.spanLinkLimit,
  attributePerEventCountLimit: config.eventAttributeLimit,
  attributePerLinkCountLimit: config.linkAttributeLimit,
});

export const logRecordLimits = (config: Config): LogRecordLimits => ({
  attributeCountLimit: config.attributeLimit.logs,
  attributeValueLengthLimit: config.attributeLengthLimit.logs,
});
