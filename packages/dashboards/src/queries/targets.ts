/** Queries as Grafana keeps them, each with the data source that it is for. */
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { DataqueryBuilder as LokiQuery } from '@grafana/grafana-foundation-sdk/loki';
import { DataqueryBuilder as PrometheusQuery, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';

/** A data source's type is its uid too: `compose/config/grafana/provisioning/datasources`. */
export const dataSource = (type: 'prometheus' | 'loki' | 'jaeger') => ({ type, uid: type });

/** One query of a panel: what is asked, and what its series are called. */
export type Query =
  | { readonly promql: string; readonly legend?: string; readonly isInstant?: true; readonly hasExemplars?: true }
  | { readonly promql: string; readonly legend: '{{le}}'; readonly isHeatmap: true; readonly hasExemplars: boolean }
  | { readonly logql: string; readonly legend?: string; readonly isInstant?: true }
  | JaegerQuery;

/** The Jaeger data source is not in the SDK: a trace by its id, or which service calls which. */
export type JaegerQuery = { readonly traceId: string } | { readonly isDependencies: true };

/** The query as Grafana keeps it. @param refId its name within the panel */
export function target(query: Query, refId: string): Builder<Dataquery> {
  if ('promql' in query) return prometheusTarget(query, refId);
  if ('logql' in query) return lokiTarget(query, refId);
  return { build: () => jaegerTarget(query, refId) };
}

/** Whether it has one answer for the whole time shown. As a range, that time would be read anew for every point of it. */
export const isOfShownRange = (query: Query): boolean => 'promql' in query && query.promql.includes('$__range');

function prometheusTarget(query: Extract<Query, { promql: string }>, refId: string): Builder<Dataquery> {
  const builder = new PrometheusQuery().refId(refId).datasource(dataSource('prometheus')).expr(query.promql);
  if (query.legend !== undefined) builder.legendFormat(query.legend);
  if ('isHeatmap' in query) return builder.range().format(PromQueryFormat.Heatmap).exemplar(query.hasExemplars);
  if (query.isInstant) return builder.instant().format(PromQueryFormat.Table);
  if (isOfShownRange(query)) return builder.instant();
  return builder.range().exemplar(query.hasExemplars === true);
}

function lokiTarget(query: Extract<Query, { logql: string }>, refId: string): Builder<Dataquery> {
  const builder = new LokiQuery().refId(refId).datasource(dataSource('loki')).expr(query.logql);
  if (query.legend !== undefined) builder.legendFormat(query.legend);
  return builder.queryType(query.isInstant ? 'instant' : 'range');
}

const jaegerTarget = (query: JaegerQuery, refId: string): Dataquery => {
  const asked = 'traceId' in query ? { query: query.traceId } : { queryType: 'dependencyGraph' };
  return { refId, datasource: dataSource('jaeger'), ...asked } as unknown as Dataquery;
};
