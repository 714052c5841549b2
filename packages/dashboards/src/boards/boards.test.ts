/** What must hold of every board, whatever it shows: Grafana reports none of this, it draws an empty panel. */
import { VariableRefresh, type Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { grafanaDocuments } from '../documents.ts';
import { drawnPanelsOf, panelsOf, targetsOf, type Target } from '../reading.ts';
import { boards } from './index.ts';
import { boardUids } from './uids.ts';

const dataSources = new Set(['prometheus', 'loki', 'jaeger']);
const uids = boards().map(({ uid }) => uid ?? '');

test('the boards have the addresses that links and alerts hold', () => {
  expect(uids.toSorted()).toEqual(Object.values<string>(boardUids).toSorted());
});

test('the same boards come out every time, and dashboards/ holds no other', () => {
  expect(grafanaDocuments()).toEqual(grafanaDocuments());
  const files = readdirSync('dashboards').filter((name) => name.endsWith('.json'));
  expect(files.toSorted()).toEqual(uids.map((uid) => `${uid}.json`).toSorted());
});

describe.each(boards().map((board) => ({ uid: board.uid ?? '', board })))('$uid', ({ board }) => {
  const panels = panelsOf(board);
  const drawn = drawnPanelsOf(board);
  /** The titles of the panels, or of those whose queries, of which it is true. */
  const panelsWhere = (isSo: (panel: Panel) => boolean) => drawn.filter(isSo).map(({ title }) => title);
  const queriesWhere = (isSo: (query: Target) => boolean) => panelsWhere((panel) => targetsOf(panel).some(isSo));

  test('is read-only, refreshes itself, and can be narrowed down by the four labels', () => {
    expect(board).toMatchObject({ editable: false, refresh: '30s', tags: ['mordomo'], schemaVersion: 42 });
    const variables = board.templating?.list ?? [];
    expect(variables.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['container', 'job', 'instance', 'level']),
    );
    expect(
      variables.filter(
        ({ query, refresh }) => typeof query === 'object' && refresh !== VariableRefresh.OnTimeRangeChanged,
      ),
    ).toEqual([]);
    expect(board.annotations?.list).toHaveLength(2);
  });

  test('every panel has a title, and says what it means in both languages, and in which unit', () => {
    expect(panelsWhere(({ title = '' }) => title.trim() === '')).toEqual([]);
    expect(panelsWhere(({ description = '' }) => !/^\S.*[.?]\n\n\*\*\S.*\*\*: .*[.?]$/s.test(description))).toEqual([]);
    expect(panelsWhere(({ fieldConfig }) => (fieldConfig?.defaults.unit ?? '') === '')).toEqual([]);
  });

  test('panels, and the queries of one panel, are told apart', () => {
    const ids = panels.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const isRepeated = (refs: readonly string[]) => new Set(refs).size !== refs.length;
    expect(panelsWhere((panel) => isRepeated(targetsOf(panel).map(({ refId }) => refId)))).toEqual([]);
  });

  test('no panel lies over another, or over the edge', () => {
    const seen = new Set<string>();
    const taken = panels.flatMap(({ title, gridPos: { x = 0, y = 0, w = 0, h = 0 } = {} }) =>
      Array.from({ length: w * h }, (_, cell) => ({ title, column: x + (cell % w), row: y + Math.floor(cell / w) })),
    );
    const wrong = taken.filter(({ column, row }) => {
      const place = `${column}/${row}`;
      const isTaken = seen.has(place);
      seen.add(place);
      return isTaken || column >= 24;
    });
    expect(wrong).toEqual([]);
    expect(panels.filter(({ gridPos }) => gridPos === undefined)).toEqual([]);
  });

  test('every panel and query goes to a data source of the house, and names no service', () => {
    const isKnown = (source?: { type?: string | undefined; uid?: string | undefined }) =>
      source?.uid === source?.type && dataSources.has(source?.uid ?? '');
    expect(panelsWhere(({ datasource }) => !isKnown(datasource))).toEqual([]);
    expect(queriesWhere(({ datasource }) => !isKnown(datasource))).toEqual([]);
    expect(queriesWhere(({ expr = '' }) => /\b(job|instance|container)="/.test(expr))).toEqual([]);
  });

  test('counters and histograms are never shown as they are, and rates follow the time that is shown', () => {
    // Two gauges of others are called like counters.
    const bare = /\b(?!pg_stat_activity_|qdrant_vectors_)\w+_(total|bucket|sum|count)\{[^}]*\}(?!\[)/;
    const fixedWindow = /\[(?!\$__(rate_interval|interval|range|auto)\])/;
    expect(queriesWhere(({ expr = '' }) => bare.test(expr) || fixedWindow.test(expr))).toEqual([]);
  });

  test('what is asked of the whole time shown is asked once, and not for every point of a chart', () => {
    const isAskedOnce = ({ instant, queryType }: Target) => instant === true || queryType === 'instant';
    expect(queriesWhere((query) => (query.expr ?? '').includes('$__range') && !isAskedOnce(query))).toEqual([]);
    const isOverTime = (panel: Panel) =>
      ['timeseries', 'heatmap'].includes(panel.type) && targetsOf(panel).some(isAskedOnce);
    expect(panelsWhere(isOverTime)).toEqual([]);
  });
});
