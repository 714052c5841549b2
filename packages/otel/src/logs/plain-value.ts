/** Whatever was given to a logger, as a value that OTLP can carry. */
import type { AnyValue } from '@opentelemetry/api';
import { reasonOf } from '../diagnostics.ts';

/** Deeper values are cut by the collector; the bound also ends circles. */
const deepest = 4;
/** A logger or a socket that is logged by mistake must cost no more than a long line. */
const mostValues = 256;

/** A copy without functions, classes and circles. What throws when it is read is told as such. */
export function plainValue(value: unknown): AnyValue {
  let values = 0;
  const copy = (from: unknown, depth: number): AnyValue => {
    values += 1;
    if (typeof from !== 'object' || from === null) return plainPrimitive(from);
    const text = textOf(from);
    if (text !== undefined) return text;
    if (depth > deepest || values > mostValues) return '[more]';
    if (Array.isArray(from) || from instanceof Set) {
      return [...from].slice(0, mostValues - values).map((item) => copy(item, depth + 1));
    }
    const entries: [unknown, unknown][] = from instanceof Map ? [...from] : Object.entries(from);
    return Object.fromEntries(
      entries.slice(0, mostValues - values).map(([key, item]) => [String(key), copy(item, depth + 1)]),
    );
  };
  try {
    return copy(value, 0);
  } catch (error) {
    return `[unreadable: ${reasonOf(error)}]`;
  }
}

function plainPrimitive(value: unknown): AnyValue {
  if (typeof value === 'function') return `[function ${value.name}]`;
  return typeof value === 'bigint' || typeof value === 'symbol' ? value.toString() : value;
}

/** Objects that are best told in words. */
function textOf(value: object): string | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  return value instanceof Uint8Array ? `[${value.length} bytes]` : undefined;
}
