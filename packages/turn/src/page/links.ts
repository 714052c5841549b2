/** Where a turn can be seen besides this page: Jaeger's own UI, and Grafana's views of the three backends. */
import { metrics, prometheusName } from '@mordomo/semconv';
import type { Turn } from '../model.ts';

/** Base addresses as the reader's browser reaches them. */
export interface Places {
  readonly jaeger?: string | undefined;
  readonly grafana?: string | undefined;
}

interface Link {
  readonly title: string;
  readonly url: string;
}

/** Minutes around the turn that logs and metrics are shown for: metrics are pushed some seconds later. */
const marginMs = 5 * 60_000;

export function linksOf({ traceId, startNs, durationMs }: Turn, { jaeger, grafana }: Places): Link[] {
  const links: Link[] = [];
  if (jaeger !== undefined) links.push({ title: 'Jaeger', url: `${withoutSlash(jaeger)}/trace/${traceId}` });
  if (grafana === undefined) return links;
  const startMs = Number(startNs / 1_000_000n);
  const range = { from: `${startMs - marginMs}`, to: `${Math.round(startMs + durationMs) + marginMs}` };
  for (const { title, datasource, query } of views(traceId)) {
    const queries = [{ refId: 'A', datasource: { type: datasource, uid: datasource }, ...query }];
    const panes = JSON.stringify({ turn: { datasource, queries, range } });
    const parameters = new URLSearchParams({ schemaVersion: '1', orgId: '1', panes });
    links.push({ title, url: `${withoutSlash(grafana)}/explore?${parameters.toString()}` });
  }
  return links;
}

const withoutSlash = (url: string): string => url.replace(/\/$/, '');

/** Data sources have their type as their uid: `compose/config/grafana/provisioning/datasources`. */
const views = (traceId: string) => [
  { title: 'Trace in Grafana', datasource: 'jaeger', query: { query: traceId } },
  {
    title: 'Logs in Grafana',
    datasource: 'loki',
    query: { expr: `{container=~".+"} | trace_id="${traceId}"`, queryType: 'range' },
  },
  {
    title: 'Metrics in Grafana',
    datasource: 'prometheus',
    query: {
      expr: `histogram_quantile(0.95, sum by (le) (rate(${prometheusName(metrics.responseLatency)}_bucket[5m])))`,
      range: true,
      exemplar: true,
    },
  },
];
