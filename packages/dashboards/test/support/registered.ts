/** Every name that a query may use. */
import { prometheusLabel, prometheusName, registry, underscored } from '@mordomo/semconv';
import { foreign } from '../../src/foreign-metrics.ts';
import { recordingGroups } from '../../src/rules/recording.ts';

const parts = ['', '_bucket', '_sum', '_count'];
const keys = [...registry.labels, ...registry.attributes];
const recorded = recordingGroups.flatMap(({ rules }) => rules.map(({ record }) => record));
const indexed = ['job', 'instance', 'container'];

/** Names in Prometheus, those of the parts of a histogram as well. */
export const knownMetrics: ReadonlySet<string> = new Set([
  ...[...registry.metrics.map(prometheusName), ...Object.values(foreign).map(({ name }) => name)].flatMap((name) =>
    parts.map((part) => name + part),
  ),
  ...recorded,
]);

/** Labels in Prometheus. */
export const knownLabels: ReadonlySet<string> = new Set([
  '__name__',
  'le',
  ...indexed,
  ...keys.map(({ key }) => prometheusLabel(key)),
  ...Object.values(foreign).flatMap(({ labels }) => labels),
]);

/** Labels and structured metadata in Loki. */
export const knownFields: ReadonlySet<string> = new Set([
  'level',
  'trace_id',
  'span_id',
  ...indexed,
  ...keys.map(underscored),
]);
