/** Which metrics and labels a query names: PromQL by Prometheus's own parser. */
import type { Endpoints } from '@mordomo/stack';
import { get } from './grafana.ts';

interface Matcher {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

interface Node {
  readonly type?: string;
  readonly name?: string;
  readonly matchers?: readonly Matcher[];
  readonly grouping?: readonly string[];
  readonly matching?: { readonly labels: readonly string[]; readonly include: readonly string[] } | null;
  readonly func?: { readonly name: string };
  readonly args?: readonly { readonly val?: unknown }[];
}

export interface Names {
  readonly metrics: readonly string[];
  /** Those that the series have: what `label_replace` adds is not among them. */
  readonly labels: readonly string[];
  /** The series that are read: `name{label="value"}`. */
  readonly selectors: readonly string[];
}

/** @param query with everything filled in @throws Error with Prometheus's sentence if it is no PromQL */
export async function namesIn({ prometheus }: Endpoints, query: string): Promise<Names> {
  const nodes = [...within(await get<Node>(`${prometheus}/api/v1/parse_query`, { query }))];
  const read = nodes.filter(isSelector);
  const matchers = read.flatMap((node) => node.matchers ?? []);
  const named = [...read.map(({ name = '' }) => name), ...valuesOf(matchers, '__name__')];
  const compared = nodes.flatMap(({ matching }) => [...(matching?.labels ?? []), ...(matching?.include ?? [])]);
  const labels = [...matchers.map(({ name }) => name), ...nodes.flatMap(({ grouping = [] }) => grouping), ...compared];
  const added = new Set(nodes.filter(({ func }) => func?.name === 'label_replace').map(({ args }) => args?.[1]?.val));
  return {
    metrics: unique(named.filter((name) => name !== '')),
    labels: unique(labels.filter((name) => !added.has(name))),
    selectors: unique(read.map(selectorOf)),
  };
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];

const isSelector = ({ type }: Node): boolean => type === 'vectorSelector' || type === 'matrixSelector';

const selectorOf = ({ matchers = [] }: Node): string =>
  `{${matchers.map(({ name, type, value }) => `${name}${type}${JSON.stringify(value)}`).join(', ')}}`;

const valuesOf = (matchers: readonly Matcher[], label: string): string[] =>
  matchers.filter(({ name }) => name === label).flatMap(({ value }) => value.split('|'));

/** The node and all that it contains. */
function* within(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value;
  for (const part of Object.values(value)) yield* within(part);
}

/** The labels and fields that a LogQL query names, without those that `label_format` adds. Loki has no parser to ask. */
export function fieldsIn(query: string): string[] {
  const code = query.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  const compared = [...code.matchAll(/(\w+)\s*(?:=~|!=|!~|=)\s*""/g)].map(([, name = '']) => name);
  const grouped = [...code.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, names = '']) => names.split(', '));
  const unwrapped = [...code.matchAll(/\bunwrap (\w+)/g)].map(([, name = '']) => name);
  const added = new Set([...code.matchAll(/\blabel_format (\w+)=/g)].map(([, name]) => name));
  return unique([...compared, ...grouped, ...unwrapped].filter((name) => name !== '' && !added.has(name)));
}
