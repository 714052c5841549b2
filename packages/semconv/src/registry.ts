/** All definitions as lists: for checks, generated documents and the tests that ask the backends for every name. */
import * as attributeDefinitions from './attributes.ts';
import type { AttributeDefinition, LogEventDefinition, MetricDefinition, SpanDefinition } from './define.ts';
import * as labelDefinitions from './labels.ts';
import * as logEventDefinitions from './log-events.ts';
import * as metricDefinitions from './metrics.ts';
import { chat, doctorProbe, executeTool, firstAudio, firstSentence, message, stage, turn } from './spans.ts';
import * as upstreamLabelDefinitions from './upstream-labels.ts';

export const registry = {
  attributes: Object.values(attributeDefinitions) as readonly AttributeDefinition[],
  labels: [
    ...Object.values(labelDefinitions),
    ...Object.values(upstreamLabelDefinitions),
  ] as readonly AttributeDefinition[],
  metrics: Object.values(metricDefinitions) as readonly MetricDefinition[],
  spans: [turn, stage, firstSentence, firstAudio, chat, executeTool, doctorProbe, message] as readonly SpanDefinition[],
  logEvents: Object.values(logEventDefinitions) as readonly LogEventDefinition[],
};
