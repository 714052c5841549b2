/** What every panel says of itself, whatever it draws. */
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';
import {
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type Panel as GrafanaPanel,
  type ThresholdsConfig,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { dataSource, target, type Query } from '../queries/targets.ts';
import type { Text } from '../text.ts';

/** Grafana's names of units: seconds, bytes, shares of one, percent, per second, counts, US dollars. */
type Unit =
  | 's'
  | 'ms'
  | 'bytes'
  | 'Bps'
  | 'percentunit'
  | 'percent'
  | 'reqps'
  | 'cps'
  | 'short'
  | 'none'
  | 'currencyUSD'
  | 'dateTimeFromNow';

/** Where a value turns bad: above a number, above two (worrying, bad), or below. */
type Limit =
  | { readonly above: number }
  | { readonly above: readonly [worrying: number, bad: number] }
  | { readonly below: number };

/** What a panel is about, and how large it is. */
export interface Facts {
  readonly title: Text;
  /** One sentence: what it means, and what to do when it is bad. */
  readonly about: Text;
  readonly unit: Unit;
  /** Of the board's 24 columns. */
  readonly width: number;
  /** In rows of about 30 pixels; 8 unless told otherwise. */
  readonly height?: number;
  readonly limit?: Limit;
}

/** A panel of ours: its facts, and Grafana's form of it. */
export interface Panel {
  readonly facts: Facts;
  readonly build: () => GrafanaPanel;
}

/** What the builders of the SDK's panels have in common. */
interface PanelBuilder extends Builder<GrafanaPanel> {
  title: (title: string) => unknown;
  description: (description: string) => unknown;
  unit: (unit: string) => unknown;
  datasource: (datasource: DataSourceRef) => unknown;
  thresholds: (thresholds: Builder<ThresholdsConfig>) => unknown;
  withTarget: (target: Builder<Dataquery>) => unknown;
}

/** The Portuguese title is on the board; the tool tip says what it means in both languages. */
const descriptionOf = ({ title, about }: Pick<Facts, 'title' | 'about'>): string =>
  `${about.pt}\n\n**${title.en}**: ${about.en}`;

/** Gives a builder the facts and the queries; the panel's data source is that of its first query. */
export function filled<B extends PanelBuilder>(builder: B, facts: Facts, queries: readonly Query[]): B {
  builder.title(facts.title.pt);
  builder.description(descriptionOf(facts));
  builder.unit(facts.unit);
  builder.thresholds(thresholdsOf(facts.limit));
  builder.datasource(dataSource(sourceOf(queries[0])));
  for (const [index, query] of queries.entries()) builder.withTarget(target(query, String.fromCodePoint(65 + index)));
  return builder;
}

function sourceOf(query: Query | undefined): 'prometheus' | 'loki' | 'jaeger' {
  if (query === undefined || 'promql' in query) return 'prometheus';
  return 'logql' in query ? 'loki' : 'jaeger';
}

function thresholdsOf(limit: Limit | undefined): Builder<ThresholdsConfig> {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(stepsOf(limit));
}

function stepsOf(limit: Limit | undefined) {
  if (limit === undefined) return [{ value: null, color: 'green' }];
  if ('below' in limit)
    return [
      { value: null, color: 'red' },
      { value: limit.below, color: 'green' },
    ];
  if (typeof limit.above === 'number')
    return [
      { value: null, color: 'green' },
      { value: limit.above, color: 'red' },
    ];
  const [worrying, bad] = limit.above;
  return [
    { value: null, color: 'green' },
    { value: worrying, color: 'yellow' },
    { value: bad, color: 'red' },
  ];
}
