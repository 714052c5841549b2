/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Details, Facts } from '../details.ts';

/** Shows what is known of a span or a log line when its row is opened. Telemetry becomes text here, never HTML. */
export function details(): void {
  const known = JSON.parse(document.querySelector('#details')?.textContent ?? '') as Details;

  function element(name: string, ...content: readonly (Node | string)[]): HTMLElement {
    const made = document.createElement(name);
    made.append(...content);
    return made;
  }

  function list(facts: Facts): HTMLElement {
    const made = element('dl');
    for (let index = 0; index < facts.length; index += 2) {
      const [name = '', value = ''] = facts.slice(index, index + 2).map((place) => known.strings[place]);
      made.append(element('div', element('dt', name), element('dd', value)));
    }
    return made;
  }

  function linkTo(traceId: string): Node {
    if (location.protocol === 'file:') return element('span', `turn ${traceId}`);
    const link = document.createElement('a');
    link.href = `/turn/${encodeURIComponent(traceId)}`;
    link.append(`turn ${traceId}`);
    return link;
  }

  function spanContent(index: number, spanId: string): Node[] {
    const span = known.spans[index];
    if (span === undefined) return [];
    const lines = document.querySelectorAll(`.lines [data-of="${spanId}"]`);
    const notes = [
      ...span.events.map(({ time, name, facts }) => element('li', element('i', time), element('b', name), list(facts))),
      ...span.links.map(({ traceId, facts }) => element('li', linkTo(traceId), list(facts))),
      ...Array.from(lines, (line) => element('li', ...Array.from(line.children, (part) => part.cloneNode(true)))),
    ];
    return notes.length === 0 ? [list(span.facts)] : [list(span.facts), element('ol', ...notes)];
  }

  function toggle(row: HTMLButtonElement): void {
    const isOpen = row.getAttribute('aria-expanded') === 'true';
    row.setAttribute('aria-expanded', String(!isOpen));
    if (isOpen) return row.nextElementSibling?.remove();
    const { span, line, of = '' } = row.dataset;
    const content = span === undefined ? [list(known.lines[Number(line)] ?? [])] : spanContent(Number(span), of);
    const panel = element('div', ...content);
    panel.className = 'details';
    row.after(panel);
  }

  document.addEventListener('click', ({ target }) => {
    const row = target instanceof Element ? target.closest<HTMLButtonElement>('button[aria-expanded]') : null;
    if (row !== null) toggle(row);
  });
}
