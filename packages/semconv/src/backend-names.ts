/** How the backends spell a registry name. Checked against the real Prometheus by the end-to-end tests. */
import type { AttributeDefinition, MetricDefinition } from './define.ts';

const unitWords: Readonly<Record<string, string>> = { s: 'seconds', By: 'bytes' };

/** The Prometheus name of a metric as OTLP ingestion makes it: dots to underscores, unit word, `_total` for counters. */
export function prometheusName({ name, unit, instrument }: MetricDefinition): string {
  const unitWord = unitWords[unit];
  const base = name.replaceAll('.', '_') + (unitWord === undefined ? '' : `_${unitWord}`);
  return instrument === 'counter' ? `${base}_total` : base;
}

/** The Prometheus label and the Loki field of an attribute. */
export const underscored = ({ key }: AttributeDefinition): string => key.replaceAll('.', '_');
