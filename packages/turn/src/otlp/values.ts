/** Reads parsed JSON of which nothing is certain: whatever is missing or of the wrong type becomes an empty value. */
import type { Attributes, AttributeValue } from '../model.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const asObject = (value: unknown): JsonObject => (isObject(value) ? value : {});

export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

export const asObjects = (value: unknown): readonly JsonObject[] => asList(value).filter(isObject);

export function asText(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? `${value}` : '';
}

/** A number of nanoseconds, given as a string (as the specification wants it) or as a number; 0 when it is neither. */
export function asNanos(value: unknown): bigint {
  if (typeof value === 'number' && Number.isFinite(value)) return BigInt(Math.trunc(value));
  return typeof value === 'string' && /^\d+$/.test(value) ? BigInt(value) : 0n;
}

/** Lower-case hex digits of a trace or span id. Some servers write bytes as base64, as protobuf's own JSON does. */
export function asId(value: unknown): string {
  const text = asText(value);
  const isHex = /^[0-9a-f]*$/i.test(text) && (text.length === 16 || text.length === 32);
  return isHex ? text.toLowerCase() : Buffer.from(text, 'base64').toString('hex');
}

export function asAttributes(value: unknown): Attributes {
  return Object.fromEntries(asObjects(value).map((pair) => [asText(pair['key']), attributeValue(pair['value'])]));
}

function attributeValue(value: unknown): AttributeValue {
  const [[kind, content] = ['', undefined]] = Object.entries(asObject(value));
  switch (kind) {
    case 'boolValue':
      return content === true;
    case 'intValue':
    case 'doubleValue':
      return Number(content);
    case 'arrayValue':
      return asList(asObject(content)['values']).map(attributeValue);
    case 'kvlistValue':
      return asAttributes(asObject(content)['values']);
    default:
      return asText(content);
  }
}

/** Text of a log body, which may be any attribute value. */
export function asBody(value: unknown): string {
  const body = attributeValue(value);
  return typeof body === 'object' ? JSON.stringify(body) : `${body}`;
}
