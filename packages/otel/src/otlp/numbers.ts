/**
 * JSON has no NaN and no Infinity: the stock serializer writes them as `null`, and a whole number beyond 64 bits with an
 * exponent. Receivers refuse the whole batch for one of either, so they are taken out here.
 */
import { filterItems, type JsonObject, type Signal } from './signals.ts';

/** In JSON text a quote inside a string is escaped, so these only match real keys. */
const suspicious = /"(?:doubleValue|asDouble|asInt|sum|min|max)":null|"(?:intValue|asInt)":-?(?:\d{19}|[\d.]+e)/;

/** Whether a request has to be repaired before a receiver can take it. */
export const needsRepair = (json: string): boolean => suspicious.test(json);

/** Removes values that are no numbers: an attribute loses its value, a metric point without a value is left out. */
export function repair(signal: Signal, body: JsonObject): JsonObject {
  forEachObject(body, repairValue);
  if (signal !== 'metrics') return body;
  return filterItems(
    signal,
    body,
    (point) => !(point['asDouble'] === null || point['asInt'] === null || point['sum'] === null),
  );
}

function repairValue(node: JsonObject): void {
  for (const key of ['doubleValue', 'min', 'max']) if (node[key] === null) delete node[key];
  moveIfTooLarge(node, 'intValue', 'doubleValue');
  moveIfTooLarge(node, 'asInt', 'asDouble');
}

function moveIfTooLarge(node: JsonObject, from: string, to: string): void {
  const value = node[from];
  if (typeof value !== 'number' || Math.abs(value) < 2 ** 63) return;
  delete node[from];
  node[to] = value;
}

function forEachObject(node: unknown, visit: (node: JsonObject) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) visit(node as JsonObject);
  Object.values(node).forEach((child) => forEachObject(child, visit));
}
