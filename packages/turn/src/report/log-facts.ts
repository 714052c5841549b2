/** What a log line tells besides its fixed text. */
import { attributes as attribute, registry, underscored } from '@mordomo/semconv';
import type { AttributeValue, LogLine } from '../model.ts';

/** Short names by the spelling of the backends, which is what the services' own spelling becomes there. */
const shortNames = new Map(
  [attribute.stage, ...registry.attributes].map((definition) => [
    underscored(definition),
    definition.key.replace('voice.', ''),
  ]),
);

/** The lines of a turn are fixed texts: what they tell is in their attributes. The stage first. */
export function knownFacts({ attributes }: Pick<LogLine, 'attributes'>): string {
  const values = new Map(Object.entries(attributes).map(([key, value]) => [key.replaceAll('.', '_'), value]));
  return [...shortNames]
    .flatMap(([key, name]) => {
      const value = values.get(key);
      return value === undefined ? [] : `${name}=${factText(value)}`;
    })
    .join(' ');
}

function factText(value: AttributeValue): string {
  if (typeof value === 'object') return JSON.stringify(value);
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? `${Math.round(number * 1000) / 1000}` : `${value}`;
}
