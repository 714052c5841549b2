/** Compares what was seen with what a scenario expects. */
import { attributes as keys, prometheusName, stages as stagesInOrder } from '@mordomo/semconv';
import type { HeardTurn } from '@mordomo/stack';
import { renderTurnPage, type Span, type Turn } from '@mordomo/turn';
import { changeOf, isLevel, type Samples } from './metric-pages.ts';
import type { ExpectedChange, ExpectedTurn } from './scenario.ts';

/** Something that must hold. */
export interface Check {
  readonly what: string;
  /** What was seen instead; absent if it holds. */
  readonly instead?: string;
}

const same = (what: string, expected: unknown, seen: unknown): Check =>
  JSON.stringify(expected) === JSON.stringify(seen) ? { what } : { what, instead: JSON.stringify(seen) ?? 'nothing' };

const holds = (what: string, isTrue: boolean, seen: unknown): Check =>
  isTrue ? { what } : { what, instead: JSON.stringify(seen) ?? 'nothing' };

/** This share of the wait may be nobody's. */
const mostUnattributed = 0.05;
/** So near to what was seeded: what comes and goes between two stages anyway is added to it. */
const seededWithinSeconds = 0.04;

export function checkTurn(expected: ExpectedTurn, heard: HeardTurn, turn: Turn): Check[] {
  const { outcome, stages, spans = {}, attributes = {}, breaks } = expected;
  const ran = new Set(turn.spans.map((span) => span.attributes[keys.stage.key]));
  const seen = turn.root?.attributes ?? {};
  return [
    same(`the turn ends as ${outcome}`, outcome, heard.outcome),
    same('its span says so too', outcome, seen[keys.outcome.key]),
    same(
      `its stages are ${stages.join(', ')}`,
      stages,
      stagesInOrder.filter((stage) => ran.has(stage)),
    ),
    same(
      'no span has lost its parent',
      [],
      turn.orphans.map(({ name }) => name),
    ),
    same('every stage hangs directly under the turn', [], strayStages(turn)),
    ...Object.entries(spans).map(([name, count]) =>
      same(`${count} of ${name}`, count, turn.spans.filter((span) => span.name === name).length),
    ),
    ...Object.entries(expected.turn ?? {}).map(([key, value]) => same(`${key} is ${String(value)}`, value, seen[key])),
    ...Object.entries(attributes).flatMap(([stage, wanted]) => checkStage(stage, wanted, turn.spans)),
    ...(breaks === undefined
      ? []
      : [
          holds(
            `it breaks the budget of ${breaks}`,
            isAmong(breaks, seen[keys.overBudget.key]),
            seen[keys.overBudget.key],
          ),
        ]),
    holds('its page can be made', renderTurnPage(turn, {}).includes(turn.traceId), 'a page of something else'),
  ];
}

function strayStages({ spans, root }: Turn): string[] {
  const stray = spans.filter((span) => keys.stage.key in span.attributes && span.parentSpanId !== root?.spanId);
  return stray.map(({ name }) => name);
}

/** One of the stage's spans has the attribute: of a reply that was interrupted, not every sentence was. */
const checkStage = (stage: string, wanted: Readonly<Record<string, unknown>>, spans: readonly Span[]): Check[] =>
  Object.entries(wanted).map(([key, value]) => {
    const values = spans
      .filter((span) => span.attributes[keys.stage.key] === stage)
      .map((span) => span.attributes[key]);
    return holds(`${key} of ${stage} is ${String(value)}`, values.includes(value as string), values);
  });

const isAmong = (name: string, list: unknown): boolean => Array.isArray(list) && list.includes(name);

/** How much of the time that people waited in a scenario was nobody’s: of all its turns together, as one of many may be unlucky. */
export function checkUnattributed(turns: readonly Turn[], expectedSeconds: number | undefined): Check[] {
  const total = (key: string) => turns.reduce((sum, { root }) => sum + Number(root?.attributes[key] ?? 0), 0);
  const response = total(keys.responseLatency.key);
  const unattributed = total(keys.unattributed.key);
  if (response === 0) return [];
  const asText = `${Math.round(unattributed * 1000)} ms of ${Math.round(response * 1000)}`;
  if (expectedSeconds === undefined)
    return [holds('at most 5 % of the wait is nobody’s', unattributed <= response * mostUnattributed, asText)];
  const isNear = Math.abs(unattributed - expectedSeconds) <= seededWithinSeconds;
  return [holds(`nobody was at work for about ${expectedSeconds * 1000} ms`, isNear, asText)];
}

/** @param before what the services had counted before the scenario @param after what they have counted since */
export function checkChange(expected: ExpectedChange, before: Samples, after: Samples): Check {
  const { metric, labels = {}, by, orMore = false } = expected;
  const pairs = Object.entries(labels).map(([key, value]) => `${key}="${value}"`);
  const name = `${prometheusName(metric)}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`}`;
  const seen = changeOf(expected, { before, after });
  const what = `${name} ${isLevel(metric) ? 'is ' : '+'}${by}${orMore ? ' or more' : ''}`;
  return holds(what, orMore ? seen >= by : seen === by, seen);
}
