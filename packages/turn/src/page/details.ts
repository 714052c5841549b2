/** What the page shows of a span or a log line once somebody opens it. */
import { registry, underscored } from '@mordomo/semconv';
import type { Attributes, AttributeValue, LogLine, Turn } from '../model.ts';
import type { TreeSpan } from '../span-tree.ts';
import { duration } from '../wording.ts';

/** Name and value of each thing that is known, as text. */
export type Facts = readonly (readonly [name: string, value: string])[];

/** Everything the page's script needs of one span. */
export interface SpanDetails {
  readonly facts: Facts;
  readonly events: readonly { readonly time: string; readonly name: string; readonly facts: Facts }[];
  /** Trace ids of other turns that this span names, each with what is said of them. */
  readonly links: readonly { readonly traceId: string; readonly facts: Facts }[];
}

/** A value may be a whole document; the rest of it is in the backends. */
const maxCharacters = 4000;

export function spanDetails(turn: Turn, { span }: TreeSpan): SpanDetails {
  const at = (timeNs: bigint): string => duration(Number(timeNs - turn.startNs) / 1e6);
  const status =
    span.status === 'error' || span.statusMessage !== ''
      ? [['status', `${span.status} ${span.statusMessage}`.trim()] as const]
      : [];
  return {
    facts: [
      ['starts', at(span.startNs)],
      ['kind', span.kind],
      ...status,
      ...factsOf(span.attributes),
      ['span id', span.spanId],
    ],
    events: span.events.map(({ timeNs, name, attributes }) => ({ time: at(timeNs), name, facts: factsOf(attributes) })),
    links: span.links
      .filter(({ traceId }) => traceId !== turn.traceId)
      .map(({ traceId, attributes }) => ({ traceId, facts: factsOf(attributes) })),
  };
}

export const lineDetails = ({ attributes, spanId }: LogLine): Facts => [
  ...factsOf(attributes),
  ...(spanId === '' ? [] : [['span id', spanId] as const]),
];

/** What the registry knows comes first; the rest, such as what Loki adds to each line, in order of its name. */
function factsOf(attributes: Attributes): Facts {
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
