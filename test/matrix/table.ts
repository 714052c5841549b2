/** The matrix as a page of the docs: what works, and what cannot. It says nothing that differs from run to run. */
import { cells as row, table } from '../../scripts/markdown.ts';
import { librariesOf } from './apps.ts';
import { formModes, loadModes, type Cell, type Mode } from './cells.ts';
import { nodeVersions } from './versions.ts';

/** A cell, and whether everything that it promises was seen. */
export interface Outcome {
  readonly cell: Cell;
  readonly passed: boolean;
}

const head = `# Import matrix

Every way to load \`@mordomo/otel\`, on every Node line, with every app: each cell is a service that ran as a process of plain Node, from the packed
package. Made from the run: \`npm run test:matrix -- -u\`. A sign without a version stands for Node ${nodeVersions.join(', ')};
undici 8 itself asks for Node 22.19.
`;

const meaning = `
## What a ✓ stands for

- Servers: the server span with \`http.route\` and the right status; under it the client span of a call, and under that the server span of what
  was called; the context after \`await\`, timers and streams; the HTTP metrics of both sides, with the route.
- Express and Fastify: errors of handlers, sync and async, of middleware and hooks, passed to \`next\`, answered by the service's own error
  handler, and of streams that break in the middle of a response: on the server span, with type, message and stack, the status as the HTTP
  conventions say.
- Loggers: the line that the service prints has \`trace_id\` and \`span_id\` of the active span, and one log record has them too.
- Clients and messages: spans under the span that is active, the handler of a message within the span of its arrival.
`;

/** The page of a whole run. */
export function importMatrixPage(outcomes: readonly Outcome[]): string {
  const reasons = [...new Set(outcomes.flatMap(({ cell }) => cell.limit?.reason ?? []))];
  const sign = ({ cell: { limit }, passed }: Outcome): string => {
    if (!passed) return '✗';
    return limit === undefined ? '✓' : `[${reasons.indexOf(limit.reason) + 1}]`;
  };
  return [
    head,
    tableOf('Load modes', loadModes, outcomes, sign),
    tableOf('Other combinations, TypeScript and bundles', formModes, outcomes, sign),
    meaning,
    `## What cannot work\n\n${reasons.map((reason, index) => `${index + 1}. ${reason}\n`).join('')}`,
  ].join('\n');
}

type Sign = (outcome: Outcome) => string;

function tableOf(title: string, modes: readonly Mode[], outcomes: readonly Outcome[], sign: Sign): string {
  const shown = outcomes.filter(({ cell }) => modes.includes(cell.mode));
  const apps = Map.groupBy(shown, ({ cell: { app, generation } }) => librariesOf(app, generation));
  const isShort = modes.length < apps.size;
  const field = (libraries: string, mode: Mode): string =>
    lines(apps.get(libraries)?.filter(({ cell }) => cell.mode === mode) ?? [], sign);
  const libraries = [...apps.keys()];
  const rows = isShort
    ? libraries.map((names) => row(names, ...modes.map((mode) => field(names, mode))))
    : modes.map((mode) => row(mode.name, ...libraries.map((names) => field(names, mode))));
  return `## ${title}\n\n${table(['', ...(isShort ? modes.map(({ name }) => name) : libraries)], rows)}\n`;
}

/** `✓` if all Node lines are alike, else each line with its own sign. */
function lines(outcomes: readonly Outcome[], sign: Sign): string {
  const groups = [...Map.groupBy(outcomes, sign)];
  const [first] = groups;
  if (groups.length === 1 && first !== undefined && outcomes.length === nodeVersions.length) return first[0];
  return groups.map(([mark, alike]) => `${mark} on ${alike.map(({ cell }) => cell.node).join(', ')}`).join('<br>');
}
