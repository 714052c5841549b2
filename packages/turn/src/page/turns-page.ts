/** The last turns: one row each, with what its wait was made of on a common scale. */
import { attributes, waitParts } from '@mordomo/semconv';
import type { Turn } from '../model.ts';
import { asText } from '../otlp/values.ts';
import { count, duration } from '../wording.ts';
import { localTimes } from './browser/local-times.ts';
import { partColor } from './colors.ts';
import { documentOf } from './document.ts';
import { timeOf, verdict } from './heading.ts';
import { html, type Content, type Html } from './html.ts';
import { budgetText, outcomeText, partText } from './names.ts';
import { strip } from './wait.ts';

/** What a list can be narrowed by: parameter of the address, label, the values of a turn, how a value reads. */
const filters: readonly {
  readonly name: string;
  readonly label: string;
  readonly of: (turn: Turn) => readonly string[];
  readonly text: (value: string) => string;
}[] = [
  { name: 'outcome', label: 'Outcome', of: ({ outcome = 'unknown' }) => [outcome], text: outcomeText },
  { name: 'device', label: 'Device', of: (turn) => [deviceOf(turn)].filter(Boolean), text: (value) => value },
  { name: 'budget', label: 'Broken budget', of: brokenBudgets, text: budgetText },
];

const deviceOf = ({ root }: Turn): string => asText(root?.attributes[attributes.device.key]);

/** The one that was broken worst comes first. */
function brokenBudgets({ budgets }: Turn): string[] {
  const broken = budgets.filter(({ isBroken }) => isBroken);
  return broken.toSorted((a, b) => b.tookMs / b.budgetMs - a.tookMs / a.budgetMs).map(({ name }) => name);
}

/**
 * @param turns the newest first
 * @param wanted `outcome`, `device` and `budget`, each with the value that a shown turn must have
 */
export function renderTurnsPage(turns: readonly Turn[], wanted: URLSearchParams): string {
  const shown = turns.filter((turn) =>
    filters.every(({ name, of }) => !wanted.get(name) || of(turn).includes(wanted.get(name) ?? '')),
  );
  const body = html`
    <header class="top">
      <h1>${shown.length === turns.length ? `The last ${count(turns.length, 'turn')}` : `${shown.length} of the last ${count(turns.length, 'turn')}`} <small>newest first</small></h1>
    </header>
    <main>
      <form class="filters" action="/turns">
        ${filters.map((filter) => select(filter, turns, wanted.get(filter.name) ?? ''))}
        <button>Show</button>
      </form>
      ${shown.length === 0 ? html`<p class="more">No turn: speak to the house, or show all.</p>` : list(shown)}
    </main>
  `;
  return documentOf({ title: 'Turns', body, scripts: [localTimes] });
}

function select({ name, label, of, text }: (typeof filters)[number], turns: readonly Turn[], chosen: string): Html {
  const values = [...new Set(turns.flatMap(of))].toSorted();
  return html`
    <label>${label} <select name="${name}">
      <option value="">any</option>
      ${values.map((value) => html`<option value="${value}"${value === chosen ? html` selected` : undefined}>${text(value)}</option>`)}
    </select></label>
  `;
}

function list(turns: readonly Turn[]): Html {
  const longest = Math.max(1, ...turns.map(({ wait }) => (wait === undefined ? 0 : wait.endMs - wait.startMs)));
  const seen = new Set(turns.flatMap(({ wait }) => wait?.parts.map(({ part }) => part) ?? []));
  const legend = waitParts
    .filter((part) => seen.has(part))
    .map((part) => html`<li class="${partColor(part)}">${partText(part)}</li>`);
  return html`
    <form action="/compare">
      <p class="tools"><button>Compare the two marked</button></p>
      <ol class="parts">${legend}</ol>
      <table class="turns">
        <thead><tr><th scope="col"><span class="unseen">Mark</span></th><th scope="col">When</th><th scope="col">Device</th><th scope="col">Outcome</th><th scope="col" class="number">Wait</th><th scope="col">Verdict</th><th scope="col">What it was made of</th><th scope="col">Broken budgets</th></tr></thead>
        <tbody>${turns.map((turn) => row(turn, longest))}</tbody>
      </table>
    </form>
  `;
}

function row(turn: Turn, longestMs: number): Html {
  const { traceId, startNs, outcome = 'unknown', wait } = turn;
  const broken: Content = brokenBudgets(turn).map((name) => html`<span>${budgetText(name)}</span>`);
  return html`
    <tr>
      <td><input type="checkbox" name="turn" value="${traceId}" aria-label="Mark turn ${traceId}" /></td>
      <th scope="row"><a href="/turn/${traceId}">${timeOf(startNs)}</a></th>
      <td><bdi>${deviceOf(turn)}</bdi></td>
      <td><bdi>${outcomeText(outcome)}</bdi></td>
      <td class="number">${wait && duration(wait.endMs - wait.startMs)}</td>
      <td>${verdict(turn)}</td>
      <td class="picture">${wait && strip(wait, longestMs)}</td>
      <td class="broken">${broken}</td>
    </tr>
  `;
}
