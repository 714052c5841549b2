/** docs/troubleshooting.md: everything that `mordomo doctor` can find. */
import { faultTable } from '../packages/doctor/src/faults.ts';
import { cells, code, table } from './markdown.ts';

/** The whole document as Markdown. */
export function troubleshootingDocument(): string {
  const rows = Object.entries(faultTable).map(([id, { meaning, fix }]) => cells(code(id), meaning, fix));
  return `<!-- Generated from packages/doctor/src/faults.ts by "npm run generate"; do not edit. -->
# No telemetry?

\`\`\`sh
npx mordomo doctor                     # a service of our own, through everything
npx mordomo doctor -- node greeter.js  # yours
\`\`\`

The doctor starts the service, sends one span, one metric and one log line from within it, looks for each in its backend, ends the service,
and exits with 0 only if everything arrived. What it can find:

${table(['fault', 'what it means', 'what mends it'], rows)}
`;
}
