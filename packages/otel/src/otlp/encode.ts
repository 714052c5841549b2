/** From what the SDK hands over to records that any receiver takes: OTLP/JSON, clean numbers, a bounded size. */
import { needsRepair, repair } from './numbers.ts';
import { countItems, halves, type JsonObject, type Signal } from './signals.ts';

/** Receivers take 2 MiB; the rest is room for what a proxy may add. */
export const maxRecordBytes = 1.5 * 1024 * 1024;

/** One export request: a line of the spool, a body of one POST. */
export interface Encoded {
  readonly signal: Signal;
  /** Spans, log records or metric points in it. */
  readonly items: number;
  /** OTLP/JSON. */
  readonly body: string;
}

/** Writes items as OTLP/JSON: one of the stock serializers. */
export interface Serializer<Item> {
  readonly serializeRequest: (items: Item[]) => Uint8Array | undefined;
}

/** Records, and the number of items that cannot be written at all. */
export interface EncodedBatch {
  readonly records: readonly Encoded[];
  readonly lost: number;
}

/** Encodes items; one that throws while it is written (an invalid time, say) is lost alone. */
export function encodeItems<Item>(signal: Signal, items: readonly Item[], serializer: Serializer<Item>): EncodedBatch {
  const json = attempt(() => serializer.serializeRequest([...items]));
  if (json !== undefined) return encodeBody(signal, json, items.length);
  if (items.length <= 1) return { records: [], lost: items.length };
  const middle = Math.ceil(items.length / 2);
  return join([items.slice(0, middle), items.slice(middle)].map((half) => encodeItems(signal, half, serializer)));
}

/** Encodes one request that is already JSON: repairs its numbers, splits it if it is too large. */
export function encodeBody(signal: Signal, json: string, items: number): EncodedBatch {
  const fits = Buffer.byteLength(json) <= maxRecordBytes;
  if (fits && !needsRepair(json)) return { records: items === 0 ? [] : [{ signal, items, body: json }], lost: 0 };
  const body = repair(signal, JSON.parse(json) as JsonObject);
  const rest = split(signal, body);
  return { records: rest, lost: items - rest.reduce((sum, record) => sum + record.items, 0) };
}

/** Halves a request until every part fits; an item that is too large by itself has its long texts cut. */
export function split(signal: Signal, body: JsonObject): Encoded[] {
  const items = countItems(signal, body);
  if (items === 0) return [];
  const json = JSON.stringify(body);
  if (Buffer.byteLength(json) <= maxRecordBytes) return [{ signal, items, body: json }];
  if (items > 1) return halves(signal, body).flatMap((half) => split(signal, half));
  const cut = cutTexts(body);
  return cut === undefined ? [] : [{ signal, items, body: cut }];
}

function cutTexts(body: JsonObject): string | undefined {
  for (const limit of [65_536, 4096, 256]) {
    const json = JSON.stringify(body, (_key, value: unknown) =>
      typeof value === 'string' && value.length > limit ? `${value.slice(0, limit)}…` : value,
    );
    if (Buffer.byteLength(json) <= maxRecordBytes) return json;
  }
  return undefined;
}

function attempt(serialize: () => Uint8Array | undefined): string | undefined {
  try {
    const bytes = serialize();
    return bytes === undefined ? undefined : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
  } catch {
    return undefined;
  }
}

const join = (batches: readonly EncodedBatch[]): EncodedBatch => ({
  records: batches.flatMap((batch) => batch.records),
  lost: batches.reduce((sum, batch) => sum + batch.lost, 0),
});
