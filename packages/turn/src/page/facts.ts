/** What else one wants to know of a turn: who answered, what it cost, whether the house understood. */
import { attributes, type AttributeDefinition } from '@mordomo/semconv';
import { costText, tokensText } from '../cost.ts';
import type { AttributeValue, Turn } from '../model.ts';
import { asText } from '../otlp/values.ts';
import { html, type Content, type Html } from './html.ts';

/** @param replyUrl where the reply's audio is to be had */
export function factSection(turn: Turn, replyUrl?: string): Html | undefined {
  if (turn.stages.length === 0) return undefined;
  const facts = [
    fact(
      'Brain',
      said(turn, attributes.location),
      said(turn, attributes.provider),
      said(turn, attributes.requestModel),
    ),
    fact('Tokens', tokensText(turn)),
    fact('Cost', costText(turn)),
    fact('Intent', said(turn, attributes.intent)),
    fact('Transcript', characters(turn), confidence(turn)),
    fact('Speaker', speaker(turn)),
    fact('Wake word', score(turn)),
    replyUrl === undefined ? undefined : reply(replyUrl),
    fact(
      'Engines',
      ...new Set(
        all(turn, attributes.engine)
          .map(String)
          .filter((name) => name !== 'none'),
      ),
    ),
  ].filter((each) => each !== undefined);
  return facts.length === 0 ? undefined : html`<dl class="facts">${facts}</dl>`;
}

function fact(name: string, ...values: readonly (string | undefined)[]): Html | undefined {
  const known = values.filter((value) => value !== undefined && value !== '');
  if (known.length === 0) return undefined;
  const content: Content = known.map((value) => html`<span><bdi>${value}</bdi></span>`);
  return html`<div><dt>${name}</dt><dd>${content}</dd></div>`;
}

const reply = (url: string): Html => html`
  <div><dt id="reply">Reply</dt><dd><audio controls preload="none" src="${url}" aria-labelledby="reply"></audio></dd></div>
`;

/** Every value that a span of the turn has for it, in order of time. */
const all = ({ spans }: Turn, { key }: AttributeDefinition): AttributeValue[] =>
  spans.flatMap(({ attributes: values }) => values[key] ?? []);

const said = (turn: Turn, definition: AttributeDefinition): string | undefined =>
  asText(all(turn, definition)[0]) || undefined;

const number = (turn: Turn, definition: AttributeDefinition): number | undefined =>
  all(turn, definition).find((value) => typeof value === 'number');

function characters(turn: Turn): string | undefined {
  const length = number(turn, attributes.transcriptLength);
  return length === undefined ? undefined : length === 0 ? 'empty' : `${length} characters`;
}

function confidence(turn: Turn): string | undefined {
  const value = number(turn, attributes.confidence);
  return value === undefined ? undefined : `${Math.round(value * 100)} % sure`;
}

function speaker(turn: Turn): string | undefined {
  const isKnown = all(turn, attributes.speakerKnown)[0];
  return isKnown === undefined ? undefined : isKnown === true ? 'of the household' : 'not of the household';
}

function score(turn: Turn): string | undefined {
  const value = number(turn, attributes.wakeScore);
  return value === undefined ? undefined : `score ${Number(value.toPrecision(3))}`;
}
