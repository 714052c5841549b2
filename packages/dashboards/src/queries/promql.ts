/** PromQL from metrics. Counters are always rates or increases, histograms always quantiles, means or shares of their buckets. */
import { prometheusLabel } from '@mordomo/semconv';
import { selector, type LabelOf, type Metric, type Where } from './names.ts';

/** Which series of a metric are asked for. */
interface Chosen<M extends Metric> {
  readonly where?: Where<M>;
}

interface Grouped<M extends Metric> extends Chosen<M> {
  /** One series for each value of these labels; without it, one for all. */
  readonly by?: readonly LabelOf<M>[];
}

interface Selection<M extends Metric> extends Grouped<M> {
  /** Time over which a rate or an increase is taken. By itself the panel's resolution; of `total`, all that the board shows. */
  readonly over?: string;
}

const resolution = '$__rate_interval';
/** One step of the panel: side by side, so that nothing is counted twice. */
const step = '$__interval';
/** The whole time that the board shows. */
const shownRange = '$__range';

const grouped = (by: readonly string[]): string =>
  by.length === 0 ? '' : ` by (${by.map(prometheusLabel).join(', ')})`;
const sumBy = (by: readonly string[], expression: string): string => `sum${grouped(by)} (${expression})`;

/** Events per second. */
export const perSecond = <M extends Metric>(
  metric: M,
  { where, by = [], over = resolution }: Selection<M> = {},
): string => sumBy(by, `rate(${selector(metric, where)}[${over}])`);

/** Events in the time that the board shows. */
export const total = <M extends Metric>(metric: M, { where, by = [], over = shownRange }: Selection<M> = {}): string =>
  sumBy(by, `increase(${selector(metric, where)}[${over}])`);

/** Events in each step of the panel. */
export const perStep = <M extends Metric>(metric: M, selection: Selection<M> = {}): string =>
  total(metric, { over: step, ...selection });

/** The values now, added up. */
export const now = <M extends Metric>(metric: M, { where, by = [] }: Grouped<M> = {}): string =>
  sumBy(by, selector(metric, where));

/** The largest value now. */
export const largest = <M extends Metric>(metric: M, { where, by = [] }: Grouped<M> = {}): string =>
  `max${grouped(by)} (${selector(metric, where)})`;

/** The value under which a share of the observations lies. */
export const quantile = <M extends Metric>(
  share: number,
  metric: M,
  { where, by = [], over = resolution }: Selection<M> = {},
): string =>
  `histogram_quantile(${share}, ${sumBy(['le', ...by], `rate(${selector(metric, where, '_bucket')}[${over}])`)})`;

/** The mean of the observations. */
export const mean = <M extends Metric>(metric: M, { where, by = [], over = resolution }: Selection<M> = {}): string =>
  `${sumBy(by, `rate(${selector(metric, where, '_sum')}[${over}])`)} / ${sumBy(by, `rate(${selector(metric, where, '_count')}[${over}])`)}`;

/** Observations of a histogram per second. */
export const observationsPerSecond = <M extends Metric>(
  metric: M,
  { where, by = [], over = resolution }: Selection<M> = {},
): string => sumBy(by, `rate(${selector(metric, where, '_count')}[${over}])`);

/** Observations of each bucket: what a heat map is drawn from. */
export const buckets = <M extends Metric>(metric: M, { where }: Chosen<M> = {}): string =>
  sumBy(['le'], `increase(${selector(metric, where, '_bucket')}[${resolution}])`);

/** One part of the whole, 0 to 1; nothing where the whole is 0. */
export const share = (part: string, whole: string): string => `${part} / (${whole} > 0)`;

/** The expression of one series, or 0 where there is none: for counts, where none is good news. */
export const orZero = (expression: string): string => `(${expression} or vector(0))`;

/** The expression of several series, or one 0 without labels where there is none. */
export const orNothing = (expression: string): string => `(${expression} or (vector(0) unless on () ${expression}))`;
