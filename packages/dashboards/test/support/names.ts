/** Which metrics and labels a query names, by Prometheus's own parser. */
import type { Endpoints } from '@mordomo/stack';
import { get } from './grafana.ts';

interface Node {
  readonly type?: string;
  readonly name?: string;
  readonly matchers?: readonly { readonly name: string; readonly value: string }[];
  readonly grouping?: readonly string[];
}

export interface Names {
  readonly metrics: readonly string[];
  readonly labels: readonly string[];
}

/** @param query with everything filled in @throws Error with Prometheus's sentence if it is no PromQL */
export async function namesIn({ prometheus }: Endpoints, query: string): Promise<Names> {
  const nodes = [...within(await get<Node>(`${prometheus}/api/v1/parse_query`, { query }))];
  const matchers = nodes.flatMap((node) => node.matchers ?? []);
  const named = [...nodes.filter(isSelector).map(({ name = '' }) => name), ...valuesOf(matchers, '__name__')];
  const labels = [...matchers.map(({ name }) => name), ...nodes.flatMap(({ grouping = [] }) => grouping)];
  return { metrics: [...new Set(named.filter((name) => name !== ''))], labels: [...new Set(labels)] };
}

const isSelector = ({ type }: Node): boolean => type === 'vectorSelector' || type === 'matrixSelector';

const valuesOf = (matchers: NonNullable<Node['matchers']>, label: string): string[] =>
  matchers.filter(({ name }) => name === label).flatMap(({ value }) => value.split('|'));

/** The node and all that it contains. */
function* within(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value;
  for (const part of Object.values(value)) yield* within(part);
}
