/** The spool of one service: everything that is exported goes to disk first, and is read back from there to be sent. */
import { reasonOf, sayAtMost, sayOnce } from '../diagnostics.ts';
import type { Ledger, Reason } from '../ledger.ts';
import type { Encoded } from '../otlp/encode.ts';
import { adoptSegments, newSegmentPath, openFolder, type Segment } from './folder.ts';
import { MemorySpool } from './memory.ts';
import { ownThread } from './owner.ts';
import { lineOf, OpenSegment, readSegment, removeSegment, rewriteSegment } from './segment.ts';

const segmentBytes = 1024 * 1024;
const segmentMs = 10 * 60_000;
/** The longest outage of the collector that loses nothing. */
export const maxAgeMs = 72 * 3_600_000;
const retryDiskMs = 5000;
/** How often a running process looks for what another one of its service, or a thread, left behind. */
const adoptEveryMs = 5000;

export interface SpoolOptions {
  /** Folder that holds one folder per service. */
  readonly root: string;
  readonly serviceName: string;
  /** Most bytes on disk. */
  readonly maxBytes: number;
  readonly ledger: Ledger;
}

/** Records taken out to be sent, oldest first. */
export interface Taken {
  readonly records: readonly Encoded[];
  /** Gives back what was not acknowledged; the rest is forgotten. */
  readonly settle: (unsent: readonly Encoded[]) => void;
}

export class Spool {
  static #created = 0;
  readonly #options: SpoolOptions;
  readonly #owner = ownThread();
  readonly #memory: MemorySpool;
  #folder: string | undefined;
  #open: { readonly segment: OpenSegment; readonly sinceMs: number } | undefined;
  /** Closed segments, oldest first. */
  #sealed: Segment[] = [];
  #taken: Segment | undefined;
  #retryDiskAtMs = 0;
  #adoptAtMs = 0;

  /** Opens the service's folder and adopts what dead processes of this service left there. */
  constructor(options: SpoolOptions) {
    this.#options = options;
    this.#memory = new MemorySpool(options.ledger);
    try {
      this.#openFolder();
    } catch (error) {
      this.#diskFailed(error);
    }
  }

  /** The folder, once it is known to work. */
  get folder(): string | undefined {
    return this.#folder;
  }

  /** Stores one record before it returns: on disk, or in a small memory while the disk refuses. Never throws. */
  append(record: Encoded): void {
    this.#options.ledger.count(record.signal, 'spooled', record.items);
    if (Date.now() < this.#retryDiskAtMs) return this.#memory.append(record);
    try {
      this.#writable().append(lineOf(record));
    } catch (error) {
      this.#diskFailed(error);
      this.#memory.append(record);
    }
  }

  /** The oldest records; `undefined` if there are none. Only one taker at a time, who must settle. */
  take(): Taken | undefined {
    if (this.#sealed.length === 0) this.#adopt();
    this.#dropBeyondBounds();
    for (;;) {
      if (this.#sealed.length === 0) this.#seal();
      const segment = this.#sealed[0];
      if (segment === undefined) return this.#memory.take();
      const records = this.#read(segment);
      if (records.length > 0) {
        this.#taken = segment;
        return { records, settle: (unsent) => this.#settle(segment, records, unsent) };
      }
      this.#forget(segment);
    }
  }

  #openFolder(): string {
    if (this.#folder === undefined) {
      this.#folder = openFolder(this.#options.root, this.#options.serviceName);
      this.#adopt();
      this.#dropBeyondBounds();
    }
    return this.#folder;
  }

  /** Takes over what dead processes and ended threads of this service left. */
  #adopt(): void {
    const now = performance.now();
    if (this.#folder === undefined || now < this.#adoptAtMs) return;
    this.#adoptAtMs = now + adoptEveryMs;
    try {
      this.#sealed.push(...adoptSegments(this.#folder, this.#owner));
    } catch {
      // It cannot be read now; what lies there is found at another time.
    }
  }

  #writable(): OpenSegment {
    const now = Date.now();
    const folder = this.#openFolder();
    const mostBytes = Math.min(segmentBytes, this.#options.maxBytes / 4);
    if (this.#open !== undefined && (this.#open.segment.bytes >= mostBytes || now - this.#open.sinceMs >= segmentMs)) {
      this.#seal();
      this.#dropBeyondBounds();
    }
    Spool.#created += this.#open === undefined ? 1 : 0;
    this.#open ??= {
      segment: new OpenSegment(newSegmentPath(folder, this.#owner, now, Spool.#created), now),
      sinceMs: now,
    };
    return this.#open.segment;
  }

  #seal(): void {
    const open = this.#open?.segment;
    this.#open = undefined;
    if (open !== undefined) this.#sealed.push(open.seal());
  }

  #read(segment: Segment): Encoded[] {
    try {
      return readSegment(segment);
    } catch {
      return [];
    }
  }

  #settle(segment: Segment, records: readonly Encoded[], unsent: readonly Encoded[]): void {
    this.#taken = undefined;
    if (unsent.length === 0) return this.#forget(segment);
    try {
      if (unsent.length !== records.length) rewriteSegment(segment, unsent);
    } catch {
      // The acknowledged records stay and are sent twice: better than not at all.
    }
  }

  #forget(segment: Segment): void {
    this.#sealed = this.#sealed.filter((other) => other !== segment);
    try {
      removeSegment(segment);
    } catch (error) {
      sayOnce(`${segment.path} was sent but cannot be removed: ${reasonOf(error)}.`);
    }
  }

  #dropBeyondBounds(): void {
    const oldestMs = Date.now() - maxAgeMs;
    const droppable = this.#sealed.filter((segment) => segment !== this.#taken);
    let bytes = this.#sealed.reduce((sum, segment) => sum + segment.bytes, 0);
    for (const segment of droppable) {
      const reason: Reason = segment.createdMs < oldestMs ? 'age' : 'size';
      if (reason === 'size' && bytes <= this.#options.maxBytes) return;
      bytes -= segment.bytes;
      this.#drop(segment, reason);
    }
  }

  #drop(segment: Segment, reason: Reason): void {
    for (const { signal, items } of this.#read(segment)) this.#options.ledger.count(signal, 'dropped', items, reason);
    this.#forget(segment);
    const bound = reason === 'age' ? '72 hours' : `${this.#options.maxBytes} bytes (MORDOMO_SPOOL_MAX_BYTES)`;
    sayAtMost('dropped', 60_000, `The spool ${this.#folder} is beyond ${bound}: the oldest telemetry is dropped.`);
  }

  #diskFailed(error: unknown): void {
    this.#retryDiskAtMs = Date.now() + retryDiskMs;
    try {
      this.#seal();
    } catch {
      // What was written is found again by the next process.
    }
    const place = this.#folder ?? this.#options.root;
    sayOnce(
      `Telemetry cannot be spooled in ${place} (${reasonOf(error)}): a few megabytes wait in memory instead, and are lost if the process ends first.`,
    );
  }
}
