/** Numbers, bars, tables, log lines and traces, as HTML. */
import { levelColors } from '../../src/boards/colors.ts';
import { formatted } from './units.ts';
import { colorOf, decimalsOf, escaped, newest, palette, seriesOf, unitOf, type Drawn } from './panel.ts';

export interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: string;
}

export function stat(drawn: Drawn): string {
  const all = seriesOf(drawn);
  const isColoured = (drawn.panel.options as { colorMode?: string }).colorMode !== 'none';
  const size = all.length > 4 ? 13 : Math.min(34, drawn.height / 2.2);
  const values = all.map((series) => {
    const value = newest(series);
    const style = isColoured ? `background:${colorOf(drawn, value)};color:#111` : '';
    const name = all.length > 1 ? `<small>${escaped(series.name)}</small>` : '';
    return `<div class="stat" style="${style};font-size:${size}px">${name}<b>${formatted(value, unitOf(drawn), decimalsOf(drawn))}</b></div>`;
  });
  return `<div class="stats">${values.join('')}</div>`;
}

export function bars(drawn: Drawn): string {
  const all = seriesOf(drawn).map((series) => ({ name: series.name, value: newest(series) }));
  const max = drawn.panel.fieldConfig?.defaults.max ?? Math.max(...all.map(({ value }) => value), 0);
  const rows = all.map(({ name, value }) => {
    const width = Math.min(100, (100 * value) / (max || 1));
    const bar = `<i style="width:${width}%;background:${colorOf(drawn, value)}"></i>`;
    return `<tr><td>${escaped(name)}</td><td class="bar">${bar}</td><td>${formatted(value, unitOf(drawn), decimalsOf(drawn))}</td></tr>`;
  });
  return `<table class="bars">${rows.join('')}</table>`;
}

/** Alerts that fire, or are about to. */
export function alerts({ alerts: all }: { readonly alerts: readonly Alert[] }): string {
  const shown = all.filter(({ labels }) => labels['severity'] !== 'none');
  const rows = shown.map(({ labels, state, annotations }) => {
    const color = state === 'firing' ? '#f2495c' : '#fade2a';
    return `<div class="line" style="border-color:${color}"><b>${labels['alertname']}</b> ${state} ${escaped(annotations['summary'] ?? '')}</div>`;
  });
  return rows.length === 0 ? '<p class="none">Nenhum alerta</p>' : rows.join('');
}

interface Organised {
  readonly indexByName: Readonly<Record<string, number>>;
  readonly renameByName: Readonly<Record<string, string>>;
}

/** The rows that Grafana makes: queries are merged where their labels are equal, and columns are chosen and named. */
export function table(drawn: Drawn): string {
  const organised = drawn.panel.transformations?.find(({ id }) => id === 'organize')?.options as Organised;
  const columns = Object.entries(organised.indexByName).toSorted(([, a], [, b]) => a - b);
  const rows = new Map<string, Record<string, string>>();
  for (const series of seriesOf(drawn)) {
    const key = JSON.stringify(series.labels);
    const row = rows.get(key) ?? { ...series.labels };
    rows.set(key, Object.assign(row, { [`Value #${series.refId}`]: String(newest(series)) }));
  }
  const byLast = columns.at(-1)?.[0] ?? '';
  const sorted = [...rows.values()].toSorted((a, b) => Number(b[byLast]) - Number(a[byLast]));
  const cell = (row: Record<string, string>, name: string) =>
    name.startsWith('Value')
      ? formatted(Number(row[name]), unitOfColumn(drawn, organised.renameByName[name]))
      : escaped((row[name] ?? '').slice(0, 60));
  const head = columns.map(([name]) => `<th>${escaped(organised.renameByName[name] ?? name)}</th>`).join('');
  const body = sorted.map((row) => `<tr>${columns.map(([name]) => `<td>${cell(row, name)}</td>`).join('')}</tr>`);
  return `<table class="rows"><tr>${head}</tr>${body.join('')}</table>`;
}

function unitOfColumn(drawn: Drawn, title?: string): string {
  const override = drawn.panel.fieldConfig?.overrides.find(({ matcher }) => matcher.options === title);
  return (override?.properties.find(({ id }) => id === 'unit')?.value as string | undefined) ?? unitOf(drawn);
}

export function logs({ answers }: Drawn): string {
  const lines = answers.flatMap(({ answer }) => answer.lines).slice(0, 60);
  const rows = lines.map(({ seconds, text, labels }) => {
    const time = new Date(seconds * 1000).toISOString().slice(11, 23);
    const color = palette[levelColors[labels['level'] as keyof typeof levelColors]] ?? '#8e8e8e';
    return `<div class="line" style="border-color:${color}">${time} <b>${labels['container']}</b> ${escaped(text)}</div>`;
  });
  return rows.join('');
}

interface Span {
  readonly operationName: string;
  /** Microseconds. */
  readonly startTime: number;
  readonly duration: number;
}

export function trace({ answers, height }: Drawn): string {
  const spans = (answers.flatMap(({ answer }) => answer.records) as unknown as Span[]).toSorted(
    (a, b) => a.startTime - b.startTime,
  );
  const start = spans[0]?.startTime ?? 0;
  const length = Math.max(...spans.map(({ startTime, duration }) => startTime + duration)) - start;
  const rows = spans.slice(0, Math.floor(height / 20)).map(({ operationName, startTime, duration }) => {
    const [left, width] = [(100 * (startTime - start)) / length, Math.max(0.3, (100 * duration) / length)];
    const bar = `<i style="margin-left:${left}%;width:${width}%;background:#5794f2"></i>`;
    return `<tr><td>${escaped(operationName)}</td><td class="bar">${bar}</td><td>${formatted(duration / 1e6, 's')}</td></tr>`;
  });
  return `<table class="bars trace">${rows.join('')}</table>`;
}
