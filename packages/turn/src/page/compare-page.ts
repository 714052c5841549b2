/** Two turns side by side: where the one took longer than the other. */
import { waitParts, type WaitPart } from '@mordomo/semconv';
import type { Turn } from '../model.ts';
import { duration } from '../wording.ts';
import { localTimes } from './browser/local-times.ts';
import { partColor } from './colors.ts';
import { documentOf } from './document.ts';
import { headline, timeOf, verdict } from './heading.ts';
import { html, type Content, type Html } from './html.ts';
import { partText } from './names.ts';
import { strip } from './wait.ts';

/** @param before the earlier of the two */
export function renderComparePage(before: Turn, after: Turn): string {
  const longest = Math.max(1, waitMs(before), waitMs(after));
  const body = html`
    <header class="top">
      <nav aria-label="Turns"><a href="/turns">All turns</a></nav>
      <h1>${difference(before, after)}</h1>
    </header>
    <main class="compare">
      ${[before, after].map((turn) => half(turn, longest))}
      ${before.wait || after.wait ? table(before, after) : undefined}
    </main>
  `;
  return documentOf({ title: 'Two turns', body, scripts: [localTimes] });
}

const waitMs = ({ wait }: Turn): number => (wait === undefined ? 0 : wait.endMs - wait.startMs);

function difference(before: Turn, after: Turn): Content {
  if (before.wait === undefined || after.wait === undefined) return 'Two turns';
  const more = waitMs(after) - waitMs(before);
  if (Math.abs(more) < 1) return 'Both waits were equally long';
  return html`The later turn’s wait was <b>${duration(Math.abs(more))}</b> ${more > 0 ? 'longer' : 'shorter'}`;
}

const half = (turn: Turn, longestMs: number): Html => html`
  <section>
    <h2><a href="/turn/${turn.traceId}">${timeOf(turn.startNs)}</a> <small>${headline(turn)}</small>${verdict(turn)}</h2>
    ${turn.wait && strip(turn.wait, longestMs)}
  </section>
`;

/** Every part of either wait: its time in both turns, and the difference as a bar from the middle. */
function table(before: Turn, after: Turn): Html {
  const rows = waitParts
    .map((part) => ({ part, first: partMs(before, part), second: partMs(after, part) }))
    .filter(({ first, second }) => Math.max(first, second) >= 0.5);
  const largest = Math.max(1, ...rows.map(({ first, second }) => Math.abs(second - first)));
  return html`
    <section>
      <h2>Part by part</h2>
      <table class="turns">
        <thead><tr><th scope="col">Part</th><th scope="col" class="number">Earlier</th><th scope="col" class="number">Later</th><th scope="col" class="number">Difference</th><th scope="col"><span class="unseen">Difference as a bar</span></th></tr></thead>
        <tbody>${rows.map((row) => partRow(row, largest))}</tbody>
      </table>
    </section>
  `;
}

const partMs = ({ wait }: Turn, wanted: WaitPart): number =>
  wait?.parts.find(({ part }) => part === wanted)?.durationMs ?? 0;

interface PartTimes {
  readonly part: WaitPart;
  readonly first: number;
  readonly second: number;
}

function partRow({ part, first, second }: PartTimes, largestMs: number): Html {
  const more = second - first;
  const width = (50 * Math.abs(more)) / largestMs;
  const sign = more >= 0.5 ? '+' : more <= -0.5 ? '−' : '';
  return html`
    <tr>
      <th scope="row" class="part ${partColor(part)}">${partText(part)}</th>
      <td class="number">${duration(first)}</td>
      <td class="number">${duration(second)}</td>
      <td class="number">${sign}${duration(Math.abs(more))}</td>
      <td class="picture">
        <svg class="difference" aria-hidden="true">
          <rect class="${more > 0 ? 'longer' : 'shorter'}" x="${more > 0 ? 50 : (50 - width).toFixed(2)}%" width="${width.toFixed(2)}%" />
          <line x1="50%" x2="50%" y2="100%" />
        </svg>
      </td>
    </tr>
  `;
}
