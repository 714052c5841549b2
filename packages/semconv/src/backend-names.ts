/**
 * How the backends spell a name: the rules by which Prometheus takes OTLP, so that a scrape can be made to say the same.
 * Checked against the real Prometheus by the end-to-end tests.
 */
import type { AttributeDefinition, MetricDefinition } from './define.ts';

/** What of a metric decides how Prometheus spells it. */
export type NamedMetric = Pick<MetricDefinition, 'name' | 'unit' | 'instrument'>;

/** UCUM units in Prometheus's words. A unit that is not here is kept as it is written. */
const unitWords: Readonly<Record<string, string>> = {
  d: 'days',
  h: 'hours',
  min: 'minutes',
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
  By: 'bytes',
  KiBy: 'kibibytes',
  MiBy: 'mebibytes',
  GiBy: 'gibibytes',
  TiBy: 'tibibytes',
  KBy: 'kilobytes',
  MBy: 'megabytes',
  GBy: 'gigabytes',
  TBy: 'terabytes',
  m: 'meters',
  V: 'volts',
  A: 'amperes',
  J: 'joules',
  W: 'watts',
  g: 'grams',
  Cel: 'celsius',
  Hz: 'hertz',
  '1': '',
  '%': 'percent',
};

/** The units that something may be "per". */
const perWords: Readonly<Record<string, string>> = {
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  mo: 'month',
  y: 'year',
};

/** An annotation in braces is no unit. */
const isUnit = (unit: string): boolean => unit !== '' && !/[{}]/.test(unit);

const spelt = (unit: string, words: Readonly<Record<string, string>>): string =>
  isUnit(unit) ? (words[unit] ?? unit).replaceAll(/[^a-zA-Z0-9:]+/g, '_').replace(/^_/, '') : '';

/** The words that a unit adds to a name: `By/s` gives `bytes` and `per_second`. */
function unitSuffixes(unit: string): string[] {
  const [, before = '', after = ''] = /^([^/]*)\/?(.*)$/s.exec(unit) ?? [];
  const main = spelt(before.trim(), unitWords);
  const per = spelt(after.trim(), perWords);
  return per === '' ? [main] : [main, `per_${per}`].map((word) => word.replace(/_$/, ''));
}

/** The Prometheus name of a metric: words joined by `_`, then its unit, then `_total` (counters) or `_ratio` (gauges of unit `1`). */
export function prometheusName({ name, unit, instrument }: NamedMetric): string {
  const words = name.split(/[^a-zA-Z0-9:]+/).filter((word) => word !== '');
  for (const suffix of unitSuffixes(unit)) if (suffix !== '' && !words.includes(suffix)) words.push(suffix);
  const joined = withLast(words, lastWord({ unit, instrument })).join('_');
  return /^\d/.test(joined) ? `_${joined}` : joined;
}

function lastWord({ unit, instrument }: Pick<NamedMetric, 'unit' | 'instrument'>): string | undefined {
  if (instrument === 'counter') return 'total';
  return instrument === 'gauge' && unit === '1' ? 'ratio' : undefined;
}

const withLast = (words: readonly string[], last: string | undefined): readonly string[] =>
  last === undefined ? words : [...words.filter((word) => word !== last), last];

/** The unit as a metric's Prometheus name ends with it (before `_total`); empty where it does not. */
export function prometheusUnit(metric: NamedMetric): string {
  const unit =
    lastWord(metric) === 'ratio'
      ? 'ratio'
      : unitSuffixes(metric.unit)
          .filter((word) => word !== '')
          .join('_');
  const family = prometheusName(metric).replace(metric.instrument === 'counter' ? /_total$/ : '', '');
  return unit !== '' && family.endsWith(`_${unit}`) ? unit : '';
}

/** The Prometheus label of an attribute's key. */
export function prometheusLabel(key: string): string {
  const label = key.replaceAll(/[^a-zA-Z0-9_]/g, '_');
  if (/^\d/.test(label)) return `key_${label}`;
  return /^_[^_]/.test(label) ? `key${label}` : label;
}

/** The Prometheus label and the Loki field of an attribute. */
export const underscored = ({ key }: AttributeDefinition): string => prometheusLabel(key);
