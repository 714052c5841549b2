/** Panels that draw values over time. */
import {
  GraphDrawStyle,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  HeatmapColorScale,
  PanelBuilder as HeatmapPanel,
  YAxisConfigBuilder,
} from '@grafana/grafana-foundation-sdk/heatmap';
import { PanelBuilder as TimeSeriesPanel } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Query } from '../queries/targets.ts';
import { filled, type Facts, type Panel } from './facts.ts';

interface Series extends Facts {
  readonly queries: readonly Query[];
  /** Added up on each other: only what may be added, never quantiles. */
  readonly isStacked?: true;
  /** Counts of single events, where a line would suggest something between them. */
  readonly isBars?: true;
  /** Colours of series that mean good or bad, by their names. */
  readonly colors?: Readonly<Record<string, 'green' | 'blue' | 'yellow' | 'orange' | 'red' | 'purple'>>;
}

/** A household speaks now and then: a line goes on over gaps of up to an hour. */
const largestGapMs = 3_600_000;
/** The finest step: with fewer seconds, a rate would often see one observation alone. */
const finestStep = '1m';

/** Lines or bars over time; the limit is a dashed line. */
export const series = (spec: Series): Panel => ({
  facts: spec,
  build: () => {
    const builder = filled(new TimeSeriesPanel(), spec, spec.queries)
      .interval(finestStep)
      .min(0)
      .lineWidth(2)
      .fillOpacity(spec.isStacked || spec.isBars ? 60 : 10)
      .showPoints(VisibilityMode.Auto)
      .spanNulls(largestGapMs)
      .drawStyle(spec.isBars ? GraphDrawStyle.Bars : GraphDrawStyle.Line)
      .stacking(new StackingConfigBuilder().mode(spec.isStacked ? StackingMode.Normal : StackingMode.None))
      .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
      .legend(
        new VizLegendOptionsBuilder()
          .showLegend(true)
          .displayMode(LegendDisplayMode.List)
          .placement(LegendPlacement.Bottom)
          .calcs([]),
      );
    if (spec.limit !== undefined) {
      builder.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
    }
    for (const [name, fixedColor] of Object.entries(spec.colors ?? {})) {
      builder.overrideByName(name, [{ id: 'color', value: { mode: 'fixed', fixedColor } }]);
    }
    return builder.build();
  },
});

interface Heatmap extends Facts {
  /** Observations by `le`. */
  readonly buckets: string;
  /** Of what happens outside of any turn. */
  readonly hasNoExemplars?: true;
}

/** How many observations fell into which bucket, over time; exemplars lead to their turns. */
export const heatmap = (spec: Heatmap): Panel => ({
  facts: spec,
  build: () =>
    filled(new HeatmapPanel(), spec, [
      { promql: spec.buckets, legend: '{{le}}', isHeatmap: true, hasExemplars: spec.hasNoExemplars !== true },
    ])
      .interval(finestStep)
      .calculate(false)
      .cellGap(1)
      .color(
        new HeatmapColorOptionsBuilder()
          .mode(HeatmapColorMode.Scheme)
          .scheme('Oranges')
          .scale(HeatmapColorScale.Exponential)
          .exponent(0.5)
          .fill('dark-orange')
          .steps(64),
      )
      .yAxis(new YAxisConfigBuilder().unit(spec.unit))
      .exemplarsColor('rgba(87, 148, 242, 0.9)')
      .showLegend()
      .build(),
});
