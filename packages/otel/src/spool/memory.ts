/** Where records wait while the disk refuses them: bounded, oldest dropped first, lost at the end of the process. */
import type { Ledger } from '../ledger.ts';
import type { Encoded } from '../otlp/encode.ts';
import type { Taken } from './spool.ts';

const maxBytes = 4 * 1024 * 1024;

export class MemorySpool {
  readonly #ledger: Ledger;
  #records: Encoded[] = [];
  #bytes = 0;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Keeps a record, at the cost of the oldest. */
  append(record: Encoded): void {
    this.#records.push(record);
    this.#bytes += record.body.length;
    while (this.#bytes > maxBytes) {
      const oldest = this.#records.shift();
      if (oldest === undefined) return;
      this.#bytes -= oldest.body.length;
      this.#ledger.count(oldest.signal, 'dropped', oldest.items, 'unspooled');
    }
  }

  /** Everything that waits. */
  take(): Taken | undefined {
    const records = this.#records;
    if (records.length === 0) return undefined;
    this.#records = [];
    this.#bytes = 0;
    return { records, settle: (unsent) => unsent.forEach((record) => this.append(record)) };
  }
}
