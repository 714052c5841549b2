/** The waterfall: one line per row with its times, its share of the turn, its share of the critical path, and a bar. */
import { totalMs } from '../intervals.ts';
import type { Interval, Turn } from '../model.ts';
import { drawAxis, drawBar, drawSpan, type Scale } from './bar.ts';
import { latencyOf } from './latency.ts';
import { serviceColor, type Paint } from './paint.ts';
import { rowsOf, type Row } from './rows.ts';
import { count, duration, percent } from '../wording.ts';
import { columnsOf, left, printable, right } from './text.ts';

/** Columns of the numbers between names and bars. */
const numberColumns = { start: 9, time: 8, share: 7, path: 7 };
const gap = 2;

interface Layout {
  readonly label: number;
  readonly service: number;
  readonly scale: Scale;
}

export function waterfall(turn: Turn, columns: number, paint: Paint): string[] {
  const { rows, omitted } = rowsOf(turn);
  const layout = layOut(rows, columns);
  const lines = rows.map((row) => rowLine(row, layout, turn, paint));
  const summary = summaryLines(turn, layout, paint);
  const more = omitted === 0 ? [] : [paint('dim', `… and ${count(omitted, 'span')} more`)];
  const legend = paint('dim', '━ on the critical path: the end of the turn waited for it   ─ beside it');
  return [
    headLine(layout, turn.stages.length > 0, paint),
    ...lines,
    ...more,
    ...(summary.length > 0 ? ['', ...summary] : []),
    '',
    legend,
  ];
}

/** Widths of the name columns, label and service; the least ones leave room for the names of the summary lines. */
const nameWidths = { label: { least: 8, most: 28 }, service: { least: 13, most: 17 } };

function layOut(rows: readonly Row[], columns: number): Layout {
  const widthOf = (name: 'label' | 'service'): number => {
    const { least, most } = nameWidths[name];
    return Math.min(most, Math.max(least, ...rows.map((row) => columnsOf(printable(row[name])))));
  };
  const label = widthOf('label');
  const service = widthOf('service');
  const numberWidth = Object.values(numberColumns).reduce((sum, width) => sum + width, 0);
  const startMs = Math.min(0, ...rows.map((row) => row.startMs));
  const endMs = Math.max(startMs + 0.001, ...rows.map((row) => row.endMs));
  const cells = Math.max(10, columns - label - service - numberWidth - 2 * gap);
  return { label, service, scale: { startMs, endMs, cells } };
}

function headLine({ label, service, scale }: Layout, isVoice: boolean, paint: Paint): string {
  const names = left(isVoice ? 'stage' : 'span', label + gap) + left('service', service);
  return paint('dim', `${names}${numbers('start', 'time', 'share', 'path')}${drawAxis(scale)}`);
}

function rowLine(row: Row, layout: Layout, turn: Turn, paint: Paint): string {
  const { startMs, endMs, onCriticalPath, service } = row;
  const color = serviceColor(turn.services, service);
  const label = left(printable(row.label), layout.label + gap);
  const share = percent(endMs - startMs, turn.durationMs);
  const path = percent(totalMs(onCriticalPath), turn.durationMs);
  const columns = numbers(duration(startMs), duration(endMs - startMs), share, path);
  const bar = paint(color, drawBar([row], onCriticalPath, layout.scale));
  return label + paint(color, left(printable(service), layout.service)) + columns + bar;
}

/** What the wait counts from, in as few letters as the other names of the waterfall. */
const sinceNames = { speech: 'last word', listen: 'listening', wake: 'wake word' } as const;

/** What the turn is judged by: how long until the first audio, how much of that no stage explains, what was waited for. */
function summaryLines(turn: Turn, layout: Layout, paint: Paint): string[] {
  const { gaps, unattributedMs, durationMs: whole, wait } = turn;
  const latency = latencyOf(turn);
  if (latency === undefined) return [];
  const { label, service, scale } = layout;
  const line = (name: string, at: Interval | undefined, timeMs: number, bar: string): string =>
    left(name, label + gap + service) +
    numbers(at === undefined ? '' : duration(at.startMs), duration(timeMs), percent(timeMs, whole), '') +
    bar;
  const name = `${sinceNames[latency.since]} → first audio`;
  const lines = [paint('bold', line(name, latency, totalMs([latency]), drawSpan(latency, scale)))];
  if (unattributedMs !== undefined)
    lines.push(line('… of it in no stage', undefined, unattributedMs, paint('red', drawBar([], gaps, scale))));
  const [slowest] = wait?.parts ?? [];
  if (slowest === undefined) return lines;
  const stretches = wait?.stretches.filter(({ part }) => part === slowest.part) ?? [];
  const slow = line(`waited most for ${slowest.part}`, undefined, slowest.durationMs, drawBar([], stretches, scale));
  return [...lines, slow];
}

function numbers(start: string, time: string, share: string, path: string): string {
  const { start: a, time: b, share: c, path: d } = numberColumns;
  return right(start, a) + right(time, b) + right(share, c) + right(path, d) + ' '.repeat(gap);
}
