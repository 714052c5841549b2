/** The examination as text for the terminal. */
import type { Examination, SignalResult } from './examine.ts';

/** A table of what was sent, where it was seen and after how long; under it what is wrong and what mends it. */
export function renderExamination({ service, fault, lastLines, results, advice, isHealthy }: Examination): string {
  const faults = new Map<string, string[]>();
  for (const result of results)
    if (result.fault !== undefined)
      faults.set(result.fault.sentences, [...(faults.get(result.fault.sentences) ?? []), result.sent]);
  return [
    ...lastLines.filter((line) => line !== '').map((line) => `  │ ${line}`),
    ...(service === undefined ? [] : [`service ${service}`]),
    ...(results.length === 0 ? [] : table(results)),
    ...(fault === undefined ? [] : ['', fault.sentences]),
    ...[...faults].map(([sentences, sent]) => `\n${sent.join(', ')}: ${sentences}`),
    ...advice.map((sentence) => `\n${sentence}`),
    ...(isHealthy ? ['', 'Everything arrives.'] : []),
  ].join('\n');
}

function table(results: readonly SignalResult[]): string[] {
  const rows = results.map(({ sent, backend, afterMs }) => [
    sent,
    backend,
    afterMs === undefined ? 'not seen' : `${(afterMs / 1000).toFixed(1)} s`,
  ]);
  const head = ['sent', 'looked for in', 'seen after'];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
