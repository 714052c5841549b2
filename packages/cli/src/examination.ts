/** What the doctor found, as text for the terminal. */
import type { Examination, SignalResult } from '@mordomo/doctor';
import { tableLines } from './table.ts';

/** A table of what was sent, where it was looked for and when it was seen; under it what is wrong and what mends it. */
export function renderExamination(examination: Examination): string {
  const { service, fault, lastLines, results, advice, isHealthy } = examination;
  return [
    ...lastLines.map((line) => `  │ ${line}`),
    ...(service === undefined ? [] : [`service ${service}`]),
    ...(results.length === 0 ? [] : tableLines([['sent', 'looked for in', 'seen after'], ...results.map(cells)])),
    ...(fault === undefined ? [] : ['', fault.sentences]),
    ...faultsOf(results).flatMap((sentences) => ['', sentences]),
    ...advice.flatMap((sentence) => ['', sentence]),
    ...(isHealthy ? ['', 'Everything arrives.'] : []),
  ].join('\n');
}

const cells = ({ sent, backend, afterMs }: SignalResult): string[] => [
  sent,
  backend,
  afterMs === undefined ? 'not seen' : `${(afterMs / 1000).toFixed(1)} s`,
];

/** What is wrong with several signals for the same reason is said once. */
function faultsOf(results: readonly SignalResult[]): string[] {
  const bySentences = Object.groupBy(
    results.filter(({ fault }) => fault !== undefined),
    ({ fault }) => fault?.sentences ?? '',
  );
  return Object.entries(bySentences).map(
    ([sentences, those = []]) => `${those.map(({ sent }) => sent).join(', ')}: ${sentences}`,
  );
}
