/** Asks the backends what Grafana would ask them for a board: variables filled in, each query to its data source. */
import type { Endpoints } from '@mordomo/stack';
import type { Target } from '../../src/reading.ts';

/** What a board is shown for. */
export interface View {
  readonly endpoints: Endpoints;
  /** Seconds since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly stepSeconds: number;
  /** Of the boards' own variables; the others stand for everything. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Values over time, or one. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds since the epoch, and the value. */
  readonly points: readonly (readonly [number, number])[];
}

export interface Answer {
  readonly series: readonly Series[];
  /** Log lines, the newest first. */
  readonly lines: readonly { readonly seconds: number; readonly text: string; readonly labels: Series['labels'] }[];
  /** Spans of a trace, or connections between services. */
  readonly records: readonly Readonly<Record<string, unknown>>[];
}

/** Whether there is anything to be seen. */
export const isEmpty = ({ series, lines, records }: Answer): boolean =>
  lines.length + records.length === 0 &&
  !series.some(({ points }) => points.some(([, value]) => Number.isFinite(value)));

/** The expression with everything in it that Grafana fills in. */
export function filledIn(text: string, { from, to, stepSeconds, variables }: View): string {
  const builtIn = {
    __rate_interval: `${Math.max(stepSeconds + 15, 60)}s`,
    __interval: `${stepSeconds}s`,
    __range: `${Math.ceil(to - from)}s`,
    __auto: `${stepSeconds}s`,
    ...Object.fromEntries(['container', 'job', 'instance', 'level'].map((name) => [name, '.+'])),
    ...variables,
  };
  return text.replaceAll(/\$\{?(\w+)\}?/g, (all, name: string) => (builtIn as Record<string, string>)[name] ?? all);
}

/** What the data source answers. @throws Error with its sentence if it refuses the query */
export async function ask(target: Target, view: View): Promise<Answer> {
  return { ...nothing, ...(await askers[target.datasource.type as keyof typeof askers](target, view)) };
}

const nothing: Answer = { series: [], lines: [], records: [] };
const askers = { prometheus: askPrometheus, loki: askLoki, jaeger: askJaeger };

interface Matrix {
  readonly result: readonly {
    readonly metric: Series['labels'];
    readonly stream?: Series['labels'];
    readonly value?: readonly [number, string];
    readonly values?: readonly (readonly [number | string, string])[];
  }[];
  readonly resultType: 'matrix' | 'vector' | 'streams';
}

async function askPrometheus({ expr = '', instant }: Target, view: View): Promise<Partial<Answer>> {
  const query = filledIn(expr, view);
  const time = instant ? { time: view.to } : { start: view.from, end: view.to, step: view.stepSeconds };
  const path = instant ? 'query' : 'query_range';
  return { series: seriesOf(await get<Matrix>(`${view.endpoints.prometheus}/api/v1/${path}`, { query, ...time })) };
}

async function askLoki({ expr = '', queryType }: Target, view: View): Promise<Partial<Answer>> {
  const query = filledIn(expr, view);
  const isInstant = queryType === 'instant';
  const time = isInstant ? { time: view.to } : { start: view.from, end: view.to, step: view.stepSeconds, limit: 500 };
  const path = isInstant ? 'query' : 'query_range';
  const matrix = await get<Matrix>(`${view.endpoints.loki}/loki/api/v1/${path}`, { query, ...time });
  if (matrix.resultType !== 'streams') return { series: seriesOf(matrix) };
  const lines = matrix.result.flatMap(({ stream = {}, values = [] }) =>
    values.map(([nanoseconds, text]) => ({ seconds: Number(nanoseconds) / 1e9, text, labels: stream })),
  );
  return { lines: lines.toSorted((a, b) => b.seconds - a.seconds) };
}

type Records = Answer['records'];

async function askJaeger({ queryType, query = '' }: Target, view: View): Promise<Partial<Answer>> {
  const { jaeger } = view.endpoints;
  if (queryType === 'dependencyGraph') {
    const lookback = { endTs: Math.ceil(view.to * 1000), lookback: Math.ceil((view.to - view.from) * 1000) };
    return { records: await get<Records>(`${jaeger}/api/dependencies`, lookback) };
  }
  const traces = await get<{ spans: Records }[]>(`${jaeger}/api/traces/${filledIn(query, view)}`, {});
  return { records: traces.flatMap(({ spans }) => spans) };
}

const seriesOf = ({ result }: Matrix): Series[] =>
  result.map(({ metric, value, values = value === undefined ? [] : [value] }) => ({
    labels: metric,
    points: values.map(([seconds, number]) => [Number(seconds), Number(number)] as const),
  }));

/** The `data` of an answer: all three backends wrap it alike. */
export async function get<Data>(url: string, parameters: Readonly<Record<string, string | number>>): Promise<Data> {
  const search = new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
  const response = await fetch(`${url}?${search.toString()}`, { signal: AbortSignal.timeout(30_000) });
  if (!response.ok)
    throw new Error(`${url} refuses ${search.get('query') ?? ''}: ${(await response.text()).slice(0, 300)}`);
  return ((await response.json()) as { data: Data }).data;
}
