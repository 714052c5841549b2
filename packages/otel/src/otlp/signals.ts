/** The three signals and the nesting of their OTLP/JSON export requests. */

export type Signal = 'traces' | 'metrics' | 'logs';

export type JsonObject = Record<string, unknown>;

/** Keys from the outermost list to the list of items; a metric holds its points one level deeper, under its kind. */
const nesting: Readonly<Record<Signal, readonly string[]>> = {
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
};

const metricKinds = ['sum', 'gauge', 'histogram', 'exponentialHistogram', 'summary'];

const listIn = (node: JsonObject, key: string): JsonObject[] =>
  Array.isArray(node[key]) ? (node[key] as JsonObject[]) : [];

/** The metrics of a metrics request, in their order. */
export const metricsIn = (body: JsonObject): JsonObject[] =>
  listIn(body, 'resourceMetrics')
    .flatMap((resource) => listIn(resource, 'scopeMetrics'))
    .flatMap((scope) => listIn(scope, 'metrics'));

/** The object of a metric that holds its `dataPoints`. */
export function pointsOf(metric: JsonObject): JsonObject[] {
  const kind = metricKinds.find((name) => metric[name] !== undefined);
  return kind === undefined ? [] : listIn(metric[kind] as JsonObject, 'dataPoints');
}

/** Walks the items of one branch and keeps those that `keep` says yes to; branches left empty are removed. */
function filterBranch(node: JsonObject, keys: readonly string[], keep: (item: JsonObject) => boolean): JsonObject {
  const [key, ...deeper] = keys;
  if (key === undefined) return node;
  const kept = listIn(node, key)
    .map((child) => (deeper.length === 0 ? filterLeaf(child, key, keep) : filterBranch(child, deeper, keep)))
    .filter((child) => child !== undefined && (deeper[0] === undefined || listIn(child, deeper[0]).length > 0));
  return { ...node, [key]: kept };
}

function filterLeaf(leaf: JsonObject, key: string, keep: (item: JsonObject) => boolean): JsonObject | undefined {
  if (key !== 'metrics') return keep(leaf) ? leaf : undefined;
  const kind = metricKinds.find((name) => leaf[name] !== undefined);
  if (kind === undefined) return undefined;
  const dataPoints = pointsOf(leaf).filter(keep);
  return dataPoints.length === 0 ? undefined : { ...leaf, [kind]: { ...(leaf[kind] as JsonObject), dataPoints } };
}

/** The same request with only the items (spans, log records, metric points) that `keep` accepts. */
export const filterItems = (signal: Signal, body: JsonObject, keep: (item: JsonObject) => boolean): JsonObject =>
  filterBranch(body, nesting[signal], keep);

/** How many spans, log records or metric points a request holds. */
export function countItems(signal: Signal, body: JsonObject): number {
  let items = 0;
  filterItems(signal, body, () => {
    items += 1;
    return false;
  });
  return items;
}

/** Two requests with the first and the second half of the items. */
export function halves(signal: Signal, body: JsonObject): [JsonObject, JsonObject] {
  const middle = Math.ceil(countItems(signal, body) / 2);
  const part = (isIn: (index: number) => boolean): JsonObject => {
    let index = -1;
    return filterItems(signal, body, () => isIn((index += 1)));
  };
  return [part((index) => index < middle), part((index) => index >= middle)];
}
