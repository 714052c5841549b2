/** The page about the quiet half hour. */
import type { HeardTurn } from '@mordomo/stack';
import type { AlertDefinition, AlertGroup } from '../../packages/dashboards/src/rules/alert.ts';
import { median } from '../support/median.ts';
import { cells, table } from '../../scripts/markdown.ts';
import type { Episode } from './watch.ts';

interface QuietRun {
  readonly minutes: number;
  readonly from: Date;
  readonly turns: readonly HeardTurn[];
  readonly episodes: readonly Episode[];
  readonly machine: string;
  /** How often Prometheus evaluated a rule. */
  readonly evaluations: string;
}

const seconds = ({ from, to }: Episode) => Math.round((to - from) / 1000);

/** `12 s (whisper-asr)` for each time, the longest first. */
function timesIn(state: Episode['state'], episodes: readonly Episode[]): string {
  const times = episodes
    .filter((episode) => episode.state === state)
    .toSorted((one, other) => seconds(other) - seconds(one))
    .map((episode) => `${seconds(episode)} s${subjectOf(episode)}`);
  if (times.length === 0) return '–';
  return times.length <= 3 ? times.join(', ') : `${times.slice(0, 3).join(', ')}, and ${times.length - 3} shorter`;
}

function subjectOf({ labels }: Episode): string {
  const subject = labels['container'] ?? labels['mountpoint'] ?? labels['exporter'] ?? labels['instance'];
  return subject === undefined ? '' : ` (${subject})`;
}

function counted(turns: readonly HeardTurn[]): string {
  const outcomes = Map.groupBy(turns, ({ outcome }) => outcome);
  const parts = [...outcomes].toSorted(([, one], [, other]) => other.length - one.length);
  return parts.map(([outcome, { length }]) => `${length} ${outcome}`).join(', ');
}

function medianWaitSeconds(turns: readonly HeardTurn[]): string {
  const waits = turns.flatMap(({ moments: { soundEnded, playbackStarted } }) =>
    soundEnded === undefined || playbackStarted === undefined ? [] : [(playbackStarted - soundEnded) / 1000],
  );
  return median(waits).toFixed(2);
}

export function quietPage(groups: readonly AlertGroup[], run: QuietRun): string {
  const { minutes, from, turns, episodes, machine, evaluations } = run;
  const row = ({ name }: AlertDefinition) => {
    const own = episodes.filter(({ labels }) => labels['alertname'] === name);
    return cells(`[${name}](runbooks/${name}.md)`, timesIn('pending', own), timesIn('firing', own));
  };
  return `# Alerts while all is well

${minutes} minutes of a household's life: the native stack with the real rules, in real time, and three people who speak to the demo house in three
rooms, with real audio. Made from the run: \`npm run test:alerts -- quiet\`. An alert that is pending waits for its \`for\`; only one that fires is sent.
\`HostHighCpuUsage\` is about the whole machine: where other programs keep it busy, it fires, and is right.

- ${from.toISOString().slice(0, 16).replace('T', ' ')} UTC; ${turns.length} turns: ${counted(turns)}; half of them waited at most ${medianWaitSeconds(turns)} s
- rules evaluated ${evaluations} times
- the machine: ${machine}

${table(
  ['alert', 'pending', 'firing'],
  groups.flatMap(({ alerts }) => alerts.map(row)),
)}
`;
}
