/** Where the turn was found, what may make the picture wrong, and where else to look. */
import type { Turn } from '../model.ts';
import { hopAnswers, notices } from '../report/notices.ts';
import { html, type Html } from './html.ts';
import { linksOf, type Places } from './links.ts';

/** What the reader must know to trust the picture; nothing where there is nothing to say. */
export function noticeList(turn: Turn): Html | undefined {
  const list = notices(turn);
  return list.length === 0
    ? undefined
    : html`<ul class="notices">${list.map((notice) => html`<li>${notice}</li>`)}</ul>`;
}

export function footer(turn: Turn, places: Places): Html {
  const links = linksOf(turn, places).map(({ title, url }) => html`<a href="${url}" rel="noreferrer">${title}</a>`);
  const hops = hopAnswers(turn).map(
    ({ name, answer, isFound }) => html`<li class="${isFound ? 'found' : 'missing'}"><b>${name}</b> ${answer}</li>`,
  );
  return html`
    <footer>
      ${links.length > 0 ? html`<nav aria-label="Elsewhere">${links}</nav>` : undefined}
      <ul class="hops" aria-label="Found in">${hops}</ul>
      <details>
        <summary>Keys</summary>
        <dl class="keys">
          <div><dt><kbd>↑</kbd> <kbd>↓</kbd></dt><dd>from row to row</dd></div>
          <div><dt><kbd>Enter</kbd></dt><dd>open and close a row</dd></div>
          <div><dt><kbd>/</kbd></dt><dd>filter</dd></div>
          <div><dt><kbd>c</kbd></dt><dd>only the critical path</dd></div>
          <div><dt><kbd>←</kbd> <kbd>→</kbd></dt><dd>previous and next turn</dd></div>
        </dl>
      </details>
    </footer>
  `;
}
