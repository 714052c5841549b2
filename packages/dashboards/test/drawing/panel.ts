/** A panel with what its data sources answered: what a drawing is made from. */
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Target } from '../../src/reading.ts';
import type { Answer, Series } from '../support/grafana.ts';

export interface Drawn {
  readonly panel: Panel;
  readonly answers: readonly { readonly target: Target; readonly answer: Answer }[];
  /** Of the room inside of the panel, in pixels. */
  readonly width: number;
  readonly height: number;
}

export interface NamedSeries extends Series {
  readonly name: string;
  readonly refId: string;
}

/** The series of all queries, by the names that the legend shows. */
export const seriesOf = ({ answers }: Drawn): NamedSeries[] =>
  answers.flatMap(({ target, answer }) =>
    answer.series.map((series) => ({ ...series, name: nameOf(series, target), refId: target.refId })),
  );

const nameOf = ({ labels }: Series, { legendFormat = '' }: Target): string => {
  const name = legendFormat.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_, label: string) => labels[label] ?? '').trim();
  return name === '' ? Object.values(labels).join(' ') : name;
};

/** The last number of a series. */
export const newest = ({ points }: Series): number =>
  points.findLast(([, value]) => Number.isFinite(value))?.[1] ?? Number.NaN;

interface Step {
  readonly value: number | null;
  readonly color: string;
}

export const unitOf = ({ panel }: Drawn): string => panel.fieldConfig?.defaults.unit ?? 'short';
export const decimalsOf = ({ panel }: Drawn): number | undefined => panel.fieldConfig?.defaults.decimals;
export const stepsOf = ({ panel }: Drawn): readonly Step[] => panel.fieldConfig?.defaults.thresholds?.steps ?? [];

/** Grafana's colours by their names. */
export const palette: Readonly<Record<string, string>> = {
  green: '#73bf69',
  yellow: '#fade2a',
  red: '#f2495c',
  blue: '#5794f2',
  orange: '#ff9830',
  purple: '#b877d9',
};

/** The colour that the panel gives to a series of this name. */
export function colorNamed({ panel }: Drawn, name: string): string | undefined {
  const override = panel.fieldConfig?.overrides.find(({ matcher }) => matcher.options === name);
  const color = override?.properties.find(({ id }) => id === 'color')?.value as { fixedColor: string } | undefined;
  return color === undefined ? undefined : palette[color.fixedColor];
}

/** The colour of a value by the panel's thresholds. */
export function colorOf(drawn: Drawn, value: number): string {
  const step = stepsOf(drawn).findLast((each) => each.value === null || value >= each.value);
  return palette[step?.color ?? 'green'] ?? '#73bf69';
}

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
