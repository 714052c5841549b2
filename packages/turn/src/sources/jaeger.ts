import { registry, spans as spanDefinitions } from '@mordomo/semconv';
import type { Span } from '../model.ts';
import { spansOf, withoutRepeats } from '../otlp/spans.ts';
import { asObject } from '../otlp/values.ts';
import { askJson, type Backend } from './http.ts';
import { inGroups } from './in-groups.ts';
import { turnOpeners } from './turn-openers.ts';

const hourMs = 3_600_000;
/** What Jaeger keeps at most. */
const keptMs = 30 * 24 * hourMs;

/** How far the nearest turn is looked for: the near ones are found soonest. */
const searchWindowsMs = [hourMs, 24 * hourMs, keptMs];

/** All spans of a trace; empty when Jaeger does not know it. */
export async function traceSpans(jaeger: Backend, traceId: string): Promise<Span[]> {
  return withoutRepeats(answeredSpans(await askJson(jaeger, `/api/v3/traces/${traceId}`)));
}

/** Trace id of the newest turn, undefined when there is none. */
export async function newestTurn(jaeger: Backend, nowMs: number): Promise<string | undefined> {
  const openers = await turnOpeners(jaeger);
  for (const windowMs of searchWindowsMs) {
    const range = { fromMs: nowMs - windowMs, toMs: nowMs + 60_000 };
    const roots = turnRoots(await searchTurns(jaeger, openers, range, 20));
    if (roots.length > 0) return roots.at(-1)?.traceId;
  }
  return undefined;
}

/** Trace ids of the last turn before a moment and of the first one after it. */
export async function turnsAround(
  jaeger: Backend,
  timeNs: bigint,
): Promise<{ readonly previous?: string | undefined; readonly next?: string | undefined }> {
  const timeMs = Number(timeNs / 1_000_000n);
  const openers = await turnOpeners(jaeger);
  const before = turnRoots(await searchTurns(jaeger, openers, { fromMs: timeMs - keptMs, toMs: timeMs }, 2));
  const previous = before.findLast(({ startNs }) => startNs < timeNs)?.traceId;
  for (const windowMs of searchWindowsMs) {
    const range = { fromMs: timeMs, toMs: timeMs + windowMs };
    const after = turnRoots(await searchTurns(jaeger, openers, range, 100));
    const next = after.find(({ startNs }) => startNs > timeNs)?.traceId;
    if (next !== undefined) return { previous, next };
  }
  return { previous };
}

/** The spans of the newest turns, trace by trace, the newest first. */
export async function recentTurns(jaeger: Backend, nowMs: number, limit: number): Promise<Span[][]> {
  const range = { fromMs: nowMs - keptMs, toMs: nowMs + 60_000 };
  const spans = await searchTurns(jaeger, await turnOpeners(jaeger), range, limit);
  const traces = Map.groupBy(spans, ({ traceId }) => traceId);
  return newest(turnRoots(spans), limit).map((traceId) => traces.get(traceId) ?? []);
}

interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The turns that any of the services began in the range, at most so many of the newest, with all their spans. */
async function searchTurns(jaeger: Backend, openers: readonly string[], range: Range, limit: number): Promise<Span[]> {
  const answers = await inGroups(openers, (opener) => searchTurnsOf(opener, jaeger, range, limit));
  const spans = withoutRepeats(answers.flat());
  const wanted = new Set(newest(turnRoots(spans), limit));
  return spans.filter(({ traceId }) => wanted.has(traceId));
}

async function searchTurnsOf(opener: string, jaeger: Backend, { fromMs, toMs }: Range, limit: number): Promise<Span[]> {
  const answer = await askJson(jaeger, '/api/v3/traces', {
    'query.service_name': opener,
    'query.operation_name': spanDefinitions.turn.name,
    'query.start_time_min': new Date(fromMs).toISOString(),
    'query.start_time_max': new Date(toMs).toISOString(),
    'query.num_traces': `${limit}`,
  });
  return answeredSpans(answer);
}

/** Trace ids, the newest first. @param roots in order of time */
const newest = (roots: readonly Span[], limit: number): string[] =>
  roots
    .toReversed()
    .map(({ traceId }) => traceId)
    .slice(0, limit);

/** The first of each trace, in order of time: within one turn a second service may open another. */
function turnRoots(spans: readonly Span[]): Span[] {
  const all = spans
    .filter(({ name }) => name === spanDefinitions.turn.name)
    .toSorted((a, b) => Number(a.startNs - b.startNs));
  return [...Map.groupBy(all, ({ traceId }) => traceId).values()].flatMap(([first]) => first ?? []);
}

const answeredSpans = (answer: unknown): Span[] => spansOf(asObject(answer)['result']).map(withLists);

const listKeys = registry.attributes.filter(({ type }) => type === 'strings').map(({ key }) => key);

/** Jaeger stores a list as its JSON. */
function withLists(span: Span): Span {
  const lists = listKeys.flatMap((key) => {
    const text = span.attributes[key];
    return typeof text === 'string' && text.startsWith('[') ? [[key, JSON.parse(text) as string[]] as const] : [];
  });
  return lists.length === 0 ? span : { ...span, attributes: { ...span.attributes, ...Object.fromEntries(lists) } };
}
