/** Whatever was given to a logger, as a value that OTLP can carry. */
import type { AnyValue } from '@opentelemetry/api';

/** Deeper values are cut by the collector; the bound also ends circles. */
const deepest = 4;
/** A logger or a socket that was logged by mistake must not cost more than a line. */
const mostItems = 64;

/** A copy without functions, classes and circles. Values that throw when they are read are told as such. */
export function plainValue(value: unknown, depth = 0): AnyValue {
  if (typeof value === 'bigint' || typeof value === 'symbol') return value.toString();
  if (typeof value === 'function') return `[function ${value.name}]`;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof Uint8Array) return `[${value.length} bytes]`;
  if (depth === deepest) return '[deeper]';
  try {
    if (Array.isArray(value)) return value.slice(0, mostItems).map((item) => plainValue(item, depth + 1));
    const entries =
      value instanceof Map ? [...value] : value instanceof Set ? [...value].entries() : Object.entries(value);
    return Object.fromEntries(
      [...entries].slice(0, mostItems).map(([key, item]) => [String(key), plainValue(item, depth + 1)]),
    );
  } catch (error) {
    return `[unreadable: ${String(error)}]`;
  }
}
