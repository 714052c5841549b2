/** The page about alerts and their faults. */
import type { AlertGroup } from '../../packages/dashboards/src/rules/alert.ts';
import { cells, table } from '../../scripts/markdown.ts';
import { boundSeconds, type Measured } from './fault.ts';

const shown = (seconds: number | undefined, otherwise: string): string =>
  seconds === undefined ? otherwise : `${seconds.toFixed(0)} s`;

export function firingPage(groups: readonly AlertGroup[], measured: readonly Measured[], machine: string): string {
  const rows = groups
    .flatMap(({ alerts }) => alerts)
    .flatMap(({ name }) => measured.filter(({ alert }) => alert.name === name))
    .map(({ alert, fault, firedAfter, resolvedAfter }) =>
      cells(
        `[${alert.name}](runbooks/${alert.name}.md)`,
        fault,
        shown(firedAfter, '**did not fire**'),
        `${boundSeconds(alert).toFixed(0)} s`,
        shown(resolvedAfter, '**stayed**'),
      ),
    );
  return `# Alerts and their faults

Each alert on a fault that is seeded for real, in the native stack with the demo house and services that fall ill. Made from the run:
\`npm run test:alerts -- firing\` (root on Linux: it mounts a small disk and limits a service's memory).

Times are compressed, thresholds are not: windows, \`for\` and evaluation intervals of up to an hour are a tenth of the real ones, longer ones a
120th; Prometheus asks every 3 s instead of 15, takes a value to be the last one for 30 s instead of 5 min, and closes a block after a minute instead of two hours;
the queue before Loki holds a hundredth. Services push every 5 s, as in the demo.

An alert fires *in time* if it does so within its window and its \`for\` (both compressed) and 60 s (not compressed), counted from the beginning of the
seeding. *Gone* is counted from the beginning of the mending, and takes as long as the window remembers the fault. \`Watchdog\` fires always.

${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC; the machine: ${machine}

${table(['alert', 'fault', 'fired after', 'in time until', 'gone after'], rows)}
`;
}
