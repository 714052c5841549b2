/** From the SDK's processors to the spool: one path for all three signals. */
import type { Ledger } from './ledger.ts';
import { encodeBody, encodeItems, type EncodedBatch, type Serializer } from './otlp/encode.ts';
import { countItems, type JsonObject, type Signal } from './otlp/signals.ts';
import type { Spool } from './spool/spool.ts';

/** What makes telemetry and holds some of it back for a moment. */
export interface Source {
  /** Puts everything into the pipeline before it returns. */
  readonly spool: () => void;
  /** The same, and from now on nothing is held back. */
  readonly end: () => void;
}

export class Pipeline {
  readonly #spool: Spool;
  readonly #ledger: Ledger;
  readonly #spooled: () => void;

  /** @param spooled is called after every write, to wake who sends. */
  constructor(spool: Spool, ledger: Ledger, spooled: () => void) {
    this.#spool = spool;
    this.#ledger = ledger;
    this.#spooled = spooled;
  }

  /** Spools items; they are on disk when this returns. */
  putItems<Item>(signal: Signal, items: readonly Item[], serializer: Serializer<Item>): void {
    if (items.length > 0) this.#put(signal, encodeItems(signal, items, serializer));
  }

  /** Spools one export request. */
  putBody(signal: Signal, body: JsonObject): void {
    this.#put(signal, encodeBody(signal, JSON.stringify(body), countItems(signal, body)));
  }

  #put(signal: Signal, { records, lost }: EncodedBatch): void {
    for (const record of records) this.#spool.append(record);
    this.#ledger.count(signal, 'dropped', lost, 'invalid');
    this.#spooled();
  }
}
