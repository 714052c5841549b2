/** Panels that show single things: rows of a table, log lines, a trace, who calls whom, alerts. */
import { LogsSortOrder, TableSortByFieldStateBuilder } from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as AnyPanel, type DataTransformerConfig } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as LogsPanel } from '@grafana/grafana-foundation-sdk/logs';
import { PanelBuilder as NodeGraphPanel } from '@grafana/grafana-foundation-sdk/nodegraph';
import { PanelBuilder as TablePanel } from '@grafana/grafana-foundation-sdk/table';
import type { JaegerQuery, Query } from '../queries/targets.ts';
import { filled, type Facts, type Panel } from './facts.ts';

interface Column {
  readonly name: string;
  readonly title: string;
  /** Address behind each value, as Grafana writes it. */
  readonly url?: string;
  /** Of its values, where it is not the panel's. */
  readonly unit?: Facts['unit'];
}

interface Table extends Facts {
  readonly queries: readonly Query[];
  readonly columns: readonly Column[];
  /** Title of the column by whose largest values the rows are ordered. */
  readonly largestFirst?: string;
}

/** Columns that are named here, in this order; several queries become columns of one row where their labels are equal. */
export const table = (spec: Table): Panel => ({
  facts: spec,
  build: () => {
    const builder = filled(new TablePanel(), spec, spec.queries);
    if (spec.queries.length > 1) builder.withTransformation({ id: 'merge', options: {} });
    builder.withTransformation(onlyColumns(spec.columns));
    if (spec.largestFirst !== undefined) {
      builder.sortBy([new TableSortByFieldStateBuilder().displayName(spec.largestFirst).desc(true)]);
    }
    for (const { title, url, unit } of spec.columns) {
      if (unit !== undefined) builder.overrideByName(title, [{ id: 'unit', value: unit }]);
      if (url !== undefined) builder.overrideByName(title, [{ id: 'links', value: [{ title, url }] }]);
    }
    return builder.build();
  },
});

const onlyColumns = (columns: readonly Column[]): DataTransformerConfig => ({
  id: 'organize',
  options: {
    includeByName: Object.fromEntries(columns.map(({ name }) => [name, true])),
    indexByName: Object.fromEntries(columns.map(({ name }, index) => [name, index])),
    renameByName: Object.fromEntries(columns.map(({ name, title }) => [name, title])),
  },
});

/** Log lines, the newest first. */
export const logs = (spec: Facts & { readonly logql: string }): Panel => ({
  facts: spec,
  build: () =>
    filled(new LogsPanel(), spec, [{ logql: spec.logql }])
      .showTime(true)
      .wrapLogMessage(true)
      .enableLogDetails(true)
      .sortOrder(LogsSortOrder.Descending)
      .build(),
});

/** The waterfall of one trace. */
export const trace = (spec: Facts & { readonly query: JaegerQuery }): Panel => ({
  facts: spec,
  build: () => ({ ...filled(new AnyPanel(), spec, [spec.query]).build(), type: 'traces' }),
});

/** Services, and who calls whom. */
export const nodeGraph = (spec: Facts & { readonly query: JaegerQuery }): Panel => ({
  facts: spec,
  build: () => filled(new NodeGraphPanel(), spec, [spec.query]).build(),
});

/** Prometheus's alerts that fire or are about to, the most important first. */
export const alertList = (spec: Facts): Panel => ({
  facts: spec,
  build: () => ({
    ...filled(new AnyPanel(), spec, []).build(),
    type: 'alertlist',
    options: {
      viewMode: 'list',
      groupMode: 'default',
      sortOrder: 3,
      maxItems: 20,
      datasource: 'Prometheus',
      alertInstanceLabelFilter: '{severity=~"critical|warning"}',
      stateFilter: { firing: true, pending: true, noData: false, normal: false, error: true },
    },
  }),
});
