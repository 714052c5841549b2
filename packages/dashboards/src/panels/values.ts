/** Panels that show how it stands, as numbers. */
import {
  BarGaugeDisplayMode,
  BigValueColorMode,
  BigValueGraphMode,
  ReduceDataOptionsBuilder,
  VizOrientation,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as BarGaugePanel } from '@grafana/grafana-foundation-sdk/bargauge';
import { PanelBuilder as GaugePanel } from '@grafana/grafana-foundation-sdk/gauge';
import { PanelBuilder as StatPanel } from '@grafana/grafana-foundation-sdk/stat';
import { isOfShownRange, type Query } from '../queries/targets.ts';
import { filled, type Facts, type Panel } from './facts.ts';

interface Value extends Facts {
  readonly query: Query;
  readonly decimals?: number;
}

const newest = () => new ReduceDataOptionsBuilder().calcs(['lastNotNull']);

/** One number, with its history behind it if it is one of now; or several beside each other. */
export const stat = (spec: Value): Panel => ({
  facts: { height: 4, ...spec },
  build: () => {
    const builder = filled(new StatPanel(), spec, [spec.query])
      .reduceOptions(newest())
      .graphMode(isOfShownRange(spec.query) ? BigValueGraphMode.None : BigValueGraphMode.Area)
      .colorMode(spec.limit === undefined ? BigValueColorMode.None : BigValueColorMode.Background);
    if (spec.decimals !== undefined) builder.decimals(spec.decimals);
    return builder.build();
  },
});

interface Scale extends Value {
  /** The end of the scale, in the unit; 1 for shares. */
  readonly max: number;
}

/** One number on a scale from 0 to `max`. */
export const gauge = (spec: Scale): Panel => ({
  facts: { height: 4, ...spec },
  build: () =>
    filled(new GaugePanel(), spec, [spec.query])
      .reduceOptions(newest())
      .min(0)
      .max(spec.max)
      .showThresholdMarkers(true)
      .build(),
});

/** A bar for each series, from 0 to `max`. */
export const bars = (
  spec: Facts & { readonly queries: readonly Query[]; readonly decimals?: number; readonly max?: number },
): Panel => ({
  facts: spec,
  build: () => {
    const builder = filled(new BarGaugePanel(), spec, spec.queries)
      .reduceOptions(newest())
      .displayMode(BarGaugeDisplayMode.Gradient)
      .orientation(VizOrientation.Horizontal)
      .min(0);
    if (spec.max !== undefined) builder.max(spec.max);
    if (spec.decimals !== undefined) builder.decimals(spec.decimals);
    return builder.build();
  },
});
