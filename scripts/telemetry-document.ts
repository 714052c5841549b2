/** docs/telemetry.md: every name of the registry, for people. */
import { defaultBudgets, prometheusLabel, prometheusName, registry, type AttributeDefinition } from '@mordomo/semconv';
import { cells, code, table } from './markdown.ts';

const typeOf = ({ type, oneOf }: AttributeDefinition) => oneOf?.map((value) => code(String(value))).join(' ') ?? type;

/** The whole document as Markdown. */
export function telemetryDocument(): string {
  const metrics = registry.metrics.map((metric) =>
    cells(
      code(prometheusName(metric)),
      code(metric.name),
      metric.instrument,
      code(metric.unit),
      metric.labels.map(({ key }) => code(prometheusLabel(key))).join(' '),
      metric.owner,
      metric.brief,
    ),
  );
  const buckets = registry.metrics
    .filter((metric) => metric.buckets !== undefined)
    .map((metric) => cells(code(metric.name), (metric.buckets ?? []).join(' ')));
  const spans = registry.spans.map(({ name, brief, attributes }) =>
    cells(code(name), brief, attributes.map(({ key }) => code(key)).join(' ')),
  );
  const budgets = Object.entries(defaultBudgets).map(([name, seconds]) => cells(code(name), String(seconds)));
  const events = registry.logEvents.map(({ name, body, severity, brief }) => cells(code(name), body, severity, brief));
  const attributes = registry.attributes.map((attribute) =>
    cells(
      code(attribute.key),
      typeOf(attribute),
      attribute.personal ? 'yes' : '',
      attribute.metricSafe ? 'yes' : '',
      attribute.brief,
    ),
  );
  return `<!-- Generated from packages/semconv by "npm run generate"; do not edit. -->
# Telemetry

Every name that the voice house emits. Prometheus adds the labels \`job\`, \`instance\` and \`container\` to every metric; Loki has the
labels \`container\`, \`job\`, \`instance\` and \`level\`, and \`trace_id\` and \`span_id\` as structured metadata.

## Metrics

${table(['Prometheus', 'OpenTelemetry', 'instrument', 'unit', 'labels', 'recorded by', 'meaning'], metrics)}

Histograms end in \`_bucket\`, \`_sum\` and \`_count\`, and carry exemplars with \`trace_id\` and \`span_id\`. Their buckets:

${table(['histogram', 'upper bounds'], buckets)}

## Budgets

Seconds that the parts of the wait may take, from the end of the user’s speech to the first audio of the reply (\`response\`).
\`MORDOMO_BUDGETS=stt=0.8,response=2\` replaces some of them, in the service that opens the turns.

${table(['budget', 'seconds'], budgets)}

## Spans

A stage of the turn is named \`voice.\` and the stage, and hangs directly under \`voice.turn\`.

${table(['span', 'meaning', 'attributes'], spans)}

## Log events

${table(['event', 'line', 'level', 'meaning'], events)}

## Attributes

Personal attributes are cut unless \`OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT\` switches content capture on.

${table(['attribute', 'type', 'personal', 'may be a label', 'meaning'], attributes)}
`;
}
