/** docs/runbooks: a page for each alert, and their list. */
import { boardUids } from '../boards/uids.ts';
import { duration, isPushed, shownThreshold, type AlertDefinition, type AlertGroup } from './alert.ts';

const generated = '<!-- Generated from packages/dashboards/src/rules by "npm run generate"; do not edit. -->\n';

/** A template reads better with the label's name alone. */
const readable = (template: string): string =>
  template.replace(/\{\{ \$labels\.(\w+) \}\}/g, '<$1>').replace(/\{\{ \$value[^}]*\}\}/g, '<value>');

const told = (alert: AlertDefinition): string =>
  alert.severity === 'none'
    ? 'always active'
    : isPushed(alert)
      ? `${alert.severity}, sent to people`
      : `${alert.severity}, shown only`;

function page(alert: AlertDefinition): string {
  const { name, summary, description, runbook, board, owner, forSeconds } = alert;
  const holds = forSeconds > 0 ? `, for ${duration(forSeconds)}` : '';
  return `${generated}# ${name}

${readable(summary.en)}. ${readable(description.en)}

*${readable(summary.pt)}. ${readable(description.pt)}*

| | |
|---|---|
| severity | ${told(alert)} |
| threshold | ${shownThreshold(alert)}${holds} |
| who | ${owner} |
| board | \`/d/${boardUids[board]}\` |

## How to see it

\`\`\`promql
${alert.expression(alert.threshold)}
\`\`\`

## What is usually behind it

${runbook.causes.map((cause) => `- ${cause}`).join('\n')}

## What to do

${runbook.steps.map((step, index) => `${index + 1}. ${step}`).join('\n')}
`;
}

function list(groups: readonly AlertGroup[]): string {
  const rows = groups.flatMap(({ name: group, alerts }) =>
    alerts.map((alert) => {
      const { name, summary, forSeconds } = alert;
      return `| [${name}](${name}.md) | ${group} | ${told(alert)} | ${shownThreshold(alert)} | ${duration(forSeconds)} | ${readable(summary.en)} |`;
    }),
  );
  return `${generated}# Runbooks

One page for each alert: what it means, how to see it, what to do. [From an alert to its cause](../alerts.md).

| alert | group | | threshold | for | |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
}

/** Every page, by its path. */
export const runbookFiles = (groups: readonly AlertGroup[]): Record<string, string> => ({
  'docs/runbooks/README.md': list(groups),
  ...Object.fromEntries(
    groups.flatMap(({ alerts }) => alerts.map((alert) => [`docs/runbooks/${alert.name}.md`, page(alert)])),
  ),
});
