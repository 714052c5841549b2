/** What was measured, as tables for docs/dashboards.md. */
import type { Measured } from './measure.ts';

const allowedMs = 500;

/** On an idle machine the backend has worked for no longer than it took; on a busy one it has waited for others. */
const isSlow = ({ tookMs, workedMs }: Measured): boolean => Math.min(tookMs, workedMs) > allowedMs;

const ms = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0));

/** Median and largest of one figure. */
function facts(all: readonly Measured[], figure: 'tookMs' | 'workedMs'): string {
  const sorted = all.map((each) => each[figure]).toSorted((a, b) => a - b);
  return `${ms(sorted[Math.floor(sorted.length / 2)] ?? 0)} | ${ms(sorted.at(-1) ?? 0)}`;
}

/** A line for each board. */
export function tableOf(all: readonly Measured[]): string {
  const names = [...new Set(all.map(({ board }) => board))];
  return [
    `| board | queries | took: median, ms | longest | worked: median, ms | longest | > ${allowedMs} ms |`,
    '|---|---:|---:|---:|---:|---:|---:|',
    ...names.map((name) => {
      const of = all.filter(({ board }) => board === name);
      return `| ${name} | ${of.length} | ${facts(of, 'tookMs')} | ${facts(of, 'workedMs')} | ${of.filter(isSlow).length} |`;
    }),
  ].join('\n');
}

/** The slowest queries, and those that found nothing. */
export function details(all: readonly Measured[]): string {
  const slowest = all.toSorted((a, b) => b.workedMs - a.workedMs).slice(0, 15);
  const empty = all.filter((each) => each.isEmpty).map(({ board, what }) => `${board}: ${what}`);
  return [
    'The slowest:',
    ...slowest.map(
      ({ board, what, tookMs, workedMs, query }) => `  ${ms(tookMs)} (${ms(workedMs)}) ms  ${board}: ${what}  ${query}`,
    ),
    `Without data: ${empty.length === 0 ? 'none' : empty.join('; ')}`,
  ].join('\n');
}

/** Whether every query was answered in time. */
export const isInTime = (all: readonly Measured[]): boolean => !all.some(isSlow);
