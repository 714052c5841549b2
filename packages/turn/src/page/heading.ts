/** The answer to "what happened, how long did it take, and why?", and what the turn was. */
import { attributes, verdicts } from '@mordomo/semconv';
import type { Turn } from '../model.ts';
import { asText } from '../otlp/values.ts';
import { count, duration, sinceText } from '../wording.ts';
import { cause } from './cause.ts';
import { html, type Content, type Html } from './html.ts';
import { outcomeText } from './names.ts';

/** The pages that a page can lead to; a page in a file leads to none. */
export interface Neighbours {
  /** Trace ids. */
  readonly previous?: string | undefined;
  readonly next?: string | undefined;
}

export function heading(turn: Turn, neighbours: Neighbours | undefined): Html {
  return html`
    <header class="top">
      ${neighbours && navigation(turn.traceId, neighbours)}
      <h1>${headline(turn)}${verdict(turn)}</h1>
      ${cause(turn)}
      <p class="meta">${subline(turn)}</p>
    </header>
  `;
}

function navigation(traceId: string, { previous, next }: Neighbours): Html {
  return html`
    <nav aria-label="Turns">
      <a href="/turns">All turns</a>
      ${neighbour(previous, 'prev', '← Previous')}
      ${neighbour(next, 'next', 'Next →')}
      ${previous && html`<a href="/compare?turn=${previous}&amp;turn=${traceId}">Compare with the previous</a>`}
    </nav>
  `;
}

const neighbour = (traceId: string | undefined, rel: string, text: string): Html =>
  traceId === undefined
    ? html`<span class="nowhere">${text}</span>`
    : html`<a href="/turn/${traceId}" rel="${rel}">${text}</a>`;

/** How the wait felt, by the budgets in force. */
export function verdict({ root }: Turn): Html | undefined {
  const said = asText(root?.attributes[attributes.verdict.key]);
  return verdicts.some((known) => known === said) ? html`<span class="verdict ${said}">${said}</span>` : undefined;
}

/** What happened, in a sentence. */
export function headline({ root, stages, outcome, wait, durationMs, spans, logs }: Turn): Content {
  if (spans.length === 0) return `${count(logs.length, 'log line')}, and no span`;
  if (stages.length === 0)
    return html`<bdi>${root?.name ?? 'A trace without its root'}</bdi> took <b>${duration(durationMs)}</b>`;
  const what = outcome === undefined ? 'A turn without its end' : outcomeText(outcome);
  if (wait === undefined) return html`${what}, <b>${duration(durationMs)}</b>`;
  return html`${what} <b>${duration(wait.endMs - wait.startMs)}</b> ${sinceText[wait.since]}`;
}

function subline({ root, traceId, startNs, durationMs, services, spans, stages }: Turn): Content {
  const device = asText(root?.attributes[attributes.device.key]);
  const facts: Content[] = [
    timeOf(startNs),
    device === '' ? [] : html`<bdi>${device}</bdi>`,
    stages.length === 0 ? [] : `${duration(durationMs)} in all`,
    `${count(spans.length, 'span')} of ${count(services.length, 'service')}`,
    html`<code class="id">${traceId}</code>`,
  ];
  return facts.filter((fact) => !Array.isArray(fact)).map((fact) => html`<span>${fact}</span>`);
}

/** A moment, in UTC; the reader's browser makes it local time. */
export function timeOf(nanos: bigint): Html {
  const iso = new Date(Number(nanos / 1_000_000n)).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`;
}
