/** The log lines of the turn in order of time, with what the registry knows of them beside the fixed text. */
import type { LogLine, Turn } from '../model.ts';
import { knownFacts } from '../report/log-facts.ts';
import { count, duration } from '../wording.ts';
import { inChunks } from './chunks.ts';
import { serviceColors } from './colors.ts';
import { html, type Html } from './html.ts';

/** How much a line wants to be seen: a class of the style sheet. */
export const severity = (level: string): 'error' | 'warn' | 'line' =>
  /^(error|fatal)/.test(level) ? 'error' : level === 'warn' ? 'warn' : 'line';

/** More would make a page that no phone opens; Loki has the rest. */
const maxLines = 5000;

export interface Log {
  readonly section: Html | undefined;
  /** The lines that have a row, in order. */
  readonly shown: readonly LogLine[];
}

export function log(turn: Turn): Log {
  if (turn.logs.length === 0) return { section: undefined, shown: [] };
  const shown = turn.logs.slice(0, maxLines);
  const omitted = turn.logs.length - shown.length;
  const section = html`
    <section class="log" aria-labelledby="log">
      <h2 id="log">Log <small>${count(turn.logs.length, 'line')}</small></h2>
      ${inChunks('lines', rows(turn, shown))}
      ${omitted > 0 ? html`<p class="more">… and ${count(omitted, 'line')} more: see Loki.</p>` : undefined}
    </section>
  `;
  return { section, shown };
}

function rows(turn: Turn, shown: readonly LogLine[]): Html[] {
  const colorOf = serviceColors(turn);
  return shown.map(
    ({ timeNs, service, level, body, spanId, ...line }, index) => html`
      <li class="${colorOf(service)} ${severity(level)}">
        <button type="button" aria-expanded="false" data-line="${index}" data-of="${spanId}">
          <span class="time">${duration(Number(timeNs - turn.startNs) / 1e6)}</span> <span class="service">${service}</span> <span class="level">${level}</span> <span class="body">${body} <small>${knownFacts(line)}</small></span>
        </button>
      </li>
    `,
  );
}
