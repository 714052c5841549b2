import { documentOf } from './document.ts';
import { html } from './html.ts';

/** A page that has one sentence to say. */
export function messagePage(sentence: string): string {
  const body = html`
    <header class="top"><nav aria-label="Turns"><a href="/turns">All turns</a></nav></header>
    <main><h1 class="message">${sentence}</h1></main>
  `;
  return documentOf({ title: 'Turns', body });
}
