/** What a board asks its data sources. */
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { drawnPanelsOf, finestStepOf, targetsOf, type Target } from '../../src/reading.ts';
import { filledIn, get, type View } from './grafana.ts';

export interface Asked {
  /** The panel's title, or the annotation's name. */
  readonly panel: string;
  readonly target: Target;
  /** Of the panel, in columns of 24. */
  readonly width: number;
  /** However short the time that is shown. */
  readonly finestStepSeconds: number;
}

/** The queries of a board's panels and annotations. */
export const askedBy = (board: Dashboard): Asked[] => [
  ...drawnPanelsOf(board).flatMap((panel) =>
    targetsOf(panel).map((target) => ({
      panel: panel.title ?? '',
      target,
      width: panel.gridPos?.w ?? 24,
      finestStepSeconds: finestStepOf(panel),
    })),
  ),
  ...(board.annotations?.list ?? []).map(({ name, target }) => ({
    panel: name,
    target: target as unknown as Target,
    width: 24,
    finestStepSeconds: 60,
  })),
];

/** The queries of a board's variables, by the variables' names. */
export const variableQueriesOf = (board: Dashboard): Record<string, string> =>
  Object.fromEntries(
    (board.templating?.list ?? [])
      .filter(({ query }) => typeof query === 'object')
      .map(({ name, query }) => [name, String((query as Record<string, unknown>)['query'])]),
  );

/** What a variable offers: `label_values(metric{…}, label)` of Prometheus, `label_values(label)` of Loki. */
export async function valuesOf(query: string, view: View): Promise<readonly string[]> {
  const [, selector, label = ''] = /^label_values\((?:(.+), )?(\w+)\)$/.exec(query) ?? [];
  const { endpoints, from, to } = view;
  const shown = { start: Math.floor(from), end: Math.ceil(to) };
  if (selector === undefined) return await get(`${endpoints.loki}/loki/api/v1/label/${label}/values`, shown);
  const asked = { ...shown, 'match[]': filledIn(selector, view) };
  return await get(`${endpoints.prometheus}/api/v1/label/${label}/values`, asked);
}
