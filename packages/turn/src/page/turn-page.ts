/** The page of one turn: what happened, what the wait was made of, the budgets, the waterfall, the log. */
import type { Turn } from '../model.ts';
import { details } from './browser/details.ts';
import { localTimes } from './browser/local-times.ts';
import { rows } from './browser/rows.ts';
import { shortcuts } from './browser/shortcuts.ts';
import { budgetSection } from './budgets.ts';
import { detailsOf } from './details.ts';
import { documentOf } from './document.ts';
import { factSection } from './facts.ts';
import { footer, noticeList } from './footer.ts';
import { heading, type Neighbours } from './heading.ts';
import { dataBlock, html } from './html.ts';
import type { Places } from './links.ts';
import { log } from './log.ts';
import { waitSection } from './wait.ts';
import { waterfall } from './waterfall.ts';

/** What lies around the turn. */
export interface Surroundings {
  /** Where the reader's browser reaches the other views of the turn. */
  readonly places?: Places;
  /** The turns before and after it, where the page is one of several. */
  readonly neighbours?: Neighbours | undefined;
  /** Address of the reply's audio, to listen to. */
  readonly replyUrl?: string | undefined;
}

/** The turn as one HTML file that asks for nothing else (but the reply's audio, where an address of it is given). */
export function renderTurnPage(turn: Turn, { places = {}, neighbours, replyUrl }: Surroundings = {}): string {
  const chart = waterfall(turn);
  const lines = log(turn);
  const body = html`
    ${heading(turn, neighbours)}
    <main>
      ${noticeList(turn)}
      ${waitSection(turn)}
      <div class="columns">${budgetSection(turn)}${factSection(turn, replyUrl)}</div>
      ${turn.spans.length > 0 ? chart.section : undefined}
      ${lines.section}
    </main>
    ${footer(turn, places)}
    ${dataBlock('details', detailsOf(turn, chart.shown, lines.shown))}
  `;
  return documentOf({ title: titleOf(turn), body, scripts: [localTimes, details, rows, shortcuts] });
}

const titleOf = ({ stages, traceId, root }: Turn): string =>
  `${stages.length > 0 ? 'Turn' : (root?.name ?? 'Trace')} ${traceId.slice(0, 8)}`;
