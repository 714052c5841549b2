/** What the page shows of a span or a log line once somebody opens it. */
import { registry, underscored } from '@mordomo/semconv';
import type { Attributes, AttributeValue, LogLine, Span, Turn } from '../model.ts';
import { duration } from '../wording.ts';

/** Name and value of each thing that is known, one after the other, each as its place in `strings`. */
export type Facts = readonly number[];

/** What the page's script needs of one span. */
interface SpanDetails {
  readonly facts: Facts;
  readonly events: readonly { readonly time: string; readonly name: string; readonly facts: Facts }[];
  /** Other turns that this span names, each with what is said of them. */
  readonly links: readonly { readonly traceId: string; readonly facts: Facts }[];
}

/** What the page's script needs. */
export interface Details {
  /** Every text once: names and values of telemetry repeat, and a page shall stay small. */
  readonly strings: readonly string[];
  /** By the rows of the waterfall. */
  readonly spans: readonly SpanDetails[];
  /** By the rows of the log. */
  readonly lines: readonly Facts[];
}

/** A value may be a whole document; the rest of it is in the backends. */
const maxCharacters = 4000;

export function detailsOf(turn: Turn, spans: readonly Span[], lines: readonly LogLine[]): Details {
  const places = new Map<string, number>();
  const placeOf = (text: string): number => {
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  };
  const facts = (attributes: Attributes, before: readonly Fact[] = [], after: readonly Fact[] = []): Facts =>
    [...before, ...factsOf(attributes), ...after].flatMap(([name, value]) => [placeOf(name), placeOf(value)]);
  const at = (timeNs: bigint): string => duration(Number(timeNs - turn.startNs) / 1e6);
  const spanDetails = (span: Span): SpanDetails => ({
    facts: facts(span.attributes, spanFacts(span, at(span.startNs)), [['span id', span.spanId]]),
    events: span.events.map(({ timeNs, name, attributes }) => ({ time: at(timeNs), name, facts: facts(attributes) })),
    links: span.links
      .filter(({ traceId }) => traceId !== turn.traceId)
      .map(({ traceId, attributes }) => ({ traceId, facts: facts(attributes) })),
  });
  const details = { spans: spans.map(spanDetails), lines: lines.map(({ attributes }) => facts(attributes)) };
  return { strings: [...places.keys()], ...details };
}

type Fact = readonly [name: string, value: string];

const spanFacts = ({ kind, status, statusMessage }: Span, start: string): Fact[] => [
  ['starts', start],
  ['kind', kind],
  ...(status === 'error' || statusMessage !== '' ? [['status', `${status} ${statusMessage}`.trim()] as const] : []),
];

/** What the registry knows comes first; the rest, such as what Loki adds to each line, in order of its name. */
function factsOf(attributes: Attributes): Fact[] {
  const isKnown = (name: string): boolean => knownNames.has(name.replaceAll('.', '_'));
  const sorted = Object.entries(attributes).toSorted(
    ([a], [b]) => Number(isKnown(b)) - Number(isKnown(a)) || (a < b ? -1 : 1),
  );
  return sorted.map(([name, value]) => [name, valueText(value)] as const);
}

const knownNames = new Set(registry.attributes.map(underscored));

function valueText(value: AttributeValue): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : `${value}`;
  return text.length <= maxCharacters ? text : `${text.slice(0, maxCharacters)}… (${text.length} characters)`;
}
