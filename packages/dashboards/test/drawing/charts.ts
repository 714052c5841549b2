/** Charts over time, as SVG. */
import { echarts } from './echarts.ts';
import { formatted } from './units.ts';
import { colorNamed, colorOf, newest, seriesOf, stepsOf, unitOf, type Drawn, type NamedSeries } from './panel.ts';

const ink = '#c7d0d9';
const lines = '#2c3235';
const colors = [
  '#73bf69',
  '#f2cc0c',
  '#5794f2',
  '#ff9830',
  '#f2495c',
  '#b877d9',
  '#8ab8ff',
  '#96d98d',
  '#ffb357',
  '#e0b400',
];

function svg(option: object, { width, height }: Pick<Drawn, 'width' | 'height'>): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({ animation: false, color: colors, textStyle: { color: ink, fontFamily: 'sans-serif' }, ...option });
  const text = chart.renderToSVGString();
  chart.dispose();
  return text;
}

const axisX = {
  type: 'time',
  axisLine: { lineStyle: { color: lines } },
  axisLabel: { color: ink, fontSize: 10, hideOverlap: true },
};
const legend = {
  bottom: 0,
  type: 'scroll',
  textStyle: { color: ink, fontSize: 10 },
  itemWidth: 12,
  itemHeight: 4,
  icon: 'rect',
};
const grid = { left: 8, right: 14, top: 12, bottom: 26, containLabel: true };

type Point = readonly [seconds: number, value: number];
const isNumber = ([, value]: Point): boolean => Number.isFinite(value);

/** What is added up needs a value at every time: where there is none, 0. */
function onEvery(times: readonly number[], points: readonly Point[]): Point[] {
  const values = new Map(points.filter(isNumber));
  return times.map((seconds) => [seconds * 1000, values.get(seconds) ?? 0] as const);
}

export function timeSeries(drawn: Drawn): string {
  const custom = drawn.panel.fieldConfig?.defaults.custom as
    | { drawStyle?: string; stacking?: { mode?: string }; fillOpacity?: number }
    | undefined;
  const all = seriesOf(drawn);
  const times = [...new Set(all.flatMap(({ points }) => points.map(([seconds]) => seconds)))].toSorted((a, b) => a - b);
  const isBars = custom?.drawStyle === 'bars';
  const isStacked = custom?.stacking?.mode === 'normal';
  const limits = stepsOf(drawn).filter(({ value }) => value !== null);
  const markLine = {
    silent: true,
    symbol: 'none',
    label: { show: false },
    data: limits.map(({ value }) => ({
      yAxis: value ?? 0,
      lineStyle: { color: colorOf(drawn, value ?? 0), type: 'dashed' },
    })),
  };
  const series = all.map(({ name, points }, index) => ({
    name,
    type: isBars ? 'bar' : 'line',
    ...(isStacked && { stack: 'all' }),
    ...(!isBars && isStacked && { areaStyle: { opacity: 0.6 } }),
    barMaxWidth: 6,
    symbolSize: 3,
    connectNulls: true,
    showSymbol: points.filter(isNumber).length < 20,
    lineStyle: { width: 1.5 },
    ...(colorNamed(drawn, name) !== undefined && { color: colorNamed(drawn, name) }),
    data: isStacked
      ? onEvery(times, points)
      : points.filter(isNumber).map(([seconds, value]) => [seconds * 1000, value]),
    ...(index === 0 && { markLine }),
  }));
  const largest = Math.max(0, ...limits.map(({ value }) => value ?? 0));
  const axisY = {
    type: 'value',
    min: 0,
    max: ({ max }: { max: number }) => Math.max(max, largest) * 1.05 || 1,
    axisLabel: {
      color: ink,
      fontSize: 10,
      showMaxLabel: false,
      formatter: (value: number) => formatted(value, unitOf(drawn)),
    },
    splitLine: { lineStyle: { color: lines } },
  };
  return svg({ grid, legend, xAxis: axisX, yAxis: axisY, series }, drawn);
}

const bound = ({ labels: { le = '' } }: NamedSeries): number => (le === '+Inf' ? Infinity : Number(le));

export function heatmap(drawn: Drawn): string {
  const rows = seriesOf(drawn).toSorted((a, b) => bound(a) - bound(b));
  const times = rows[0]?.points.map(([seconds]) => seconds) ?? [];
  // Buckets hold what is below their bound: each row shows what it has more than the one before.
  const cells = rows.flatMap(({ points }, row) =>
    points.map(([, value], column) => [column, row, Math.max(0, value - (rows[row - 1]?.points[column]?.[1] ?? 0))]),
  );
  const shown = cells.filter(([, , value = 0]) => value > 0.01);
  const most = Math.max(1, ...shown.map(([, , value = 0]) => value));
  const clock = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 16);
  const names = rows.map(({ labels: { le = '' } }) => (le === '+Inf' ? '∞' : formatted(Number(le), unitOf(drawn))));
  return svg(
    {
      grid: { ...grid, bottom: 8 },
      xAxis: {
        type: 'category',
        data: times.map(clock),
        axisLabel: { color: ink, fontSize: 10 },
        axisTick: { show: false },
      },
      yAxis: { type: 'category', data: names, axisLabel: { color: ink, fontSize: 10 }, axisTick: { show: false } },
      visualMap: { show: false, min: 0, max: most, inRange: { color: ['#5a2d0c', '#ff780a', '#fff3d6'] } },
      series: [{ type: 'heatmap', data: shown }],
    },
    drawn,
  );
}

export function gauge(drawn: Drawn): string {
  const all = seriesOf(drawn);
  const value = all[0] === undefined ? Number.NaN : newest(all[0]);
  const max = drawn.panel.fieldConfig?.defaults.max ?? 1;
  const bounds = [...stepsOf(drawn).map(({ value: from }) => from ?? 0), max];
  const bands = bounds.slice(1).map((end, index) => [Math.min(end / max, 1), colorOf(drawn, bounds[index] ?? 0)]);
  const series = {
    type: 'gauge',
    min: 0,
    max,
    startAngle: 200,
    endAngle: -20,
    radius: '95%',
    center: ['50%', '65%'],
    progress: { show: true, width: 12, itemStyle: { color: colorOf(drawn, value) } },
    axisLine: { lineStyle: { width: 4, color: bands } },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: { show: false },
    pointer: { show: false },
    detail: { offsetCenter: [0, '-5%'], color: ink, fontSize: 22, formatter: () => formatted(value, unitOf(drawn)) },
    data: [{ value: Number.isFinite(value) ? value : 0 }],
  };
  return svg({ series: [series] }, drawn);
}

/** Who calls whom, as boxes and arrows. */
export function nodeGraph(drawn: Drawn): string {
  const edges = drawn.answers.flatMap(({ answer }) => answer.records) as unknown as readonly {
    readonly parent: string;
    readonly child: string;
    readonly callCount: number;
  }[];
  const names = [...new Set(edges.flatMap(({ parent, child }) => [parent, child]))];
  const series = {
    type: 'graph',
    layout: 'circular',
    symbolSize: 26,
    edgeSymbol: ['none', 'arrow'],
    label: { show: true, position: 'bottom', color: ink, fontSize: 11 },
    edgeLabel: { show: true, color: ink, fontSize: 10, formatter: '{c}' },
    lineStyle: { color: '#8e8e8e', curveness: 0.15 },
    data: names.map((name) => ({ name })),
    links: edges.map(({ parent, child, callCount }) => ({ source: parent, target: child, value: callCount })),
  };
  return svg({ series: [series] }, drawn);
}
