/** Sends what the spool holds: oldest first, one record at a time, for as long as it takes. */
import { setTimeout as wait } from 'node:timers/promises';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { reasonOf, sayAtMost, sayOnce } from '../diagnostics.ts';
import type { Ledger } from '../ledger.ts';
import { split, type Encoded } from '../otlp/encode.ts';
import { halves, type JsonObject, type Signal } from '../otlp/signals.ts';
import type { Spool, Taken } from './spool.ts';
import type { Sender } from './transport.ts';

/** Between two records: a backlog must neither swamp the collector nor hold the service's event loop. */
const paceMs = 2;
const firstBackoffMs = 250;
/** At the end of a process a collector is not waited for that has not answered for so long, or never yet: a first request is slow. */
const hangingMs = 500;
/** Small enough to be done within 10 s of the collector's return. */
const maxBackoffMs = 5000;

export class Drain {
  readonly #spool: Spool;
  readonly #sender: Sender;
  readonly #ledger: Ledger;
  #running = false;
  #stopped = false;
  #current: { readonly taken: Taken; readonly queue: Encoded[] } | undefined;
  #backoff = new AbortController();
  #askedAtMs = Infinity;
  #hasAnswered = false;
  readonly #waiting = new Set<() => void>();

  constructor(spool: Spool, sender: Sender, ledger: Ledger) {
    this.#spool = spool;
    this.#sender = sender;
    this.#ledger = ledger;
  }

  /** Call whenever something was spooled. */
  wake(): void {
    if (this.#running || this.#stopped) return;
    this.#running = true;
    // Outside of any request, or the drain would carry that request's context along for ever.
    context
      .with(suppressTracing(ROOT_CONTEXT), () => this.#run())
      .catch((error: unknown) => sayOnce(`Telemetry is spooled but not sent any more: ${reasonOf(error)}.`));
  }

  /**
   * Tries again now if the collector failed, and resolves once nothing waits any more, it fails, or the time is up.
   * Unlike the sending itself this keeps the process alive.
   */
  async deliver(timeoutMs: number): Promise<void> {
    this.wake();
    this.#backoff.abort();
    const isQuick = this.#hasAnswered && performance.now() - this.#askedAtMs <= hangingMs;
    if (!this.#running || this.#stopped || (timeoutMs < hangingMs && !isQuick)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => done(), timeoutMs);
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      this.#waiting.add(done);
    });
  }

  /** Gives back what is not acknowledged. Synchronous, for the end of the process. */
  stop(): void {
    this.#stopped = true;
    this.#tellWaiting();
    this.#current?.taken.settle(this.#current.queue);
    this.#current = undefined;
  }

  async #run(): Promise<void> {
    // A batch of the service's own work ends before its telemetry is sent.
    await wait(0, undefined, { ref: false });
    for (let taken = this.#spool.take(); taken !== undefined && !this.#stopped; taken = this.#spool.take()) {
      const queue = [...taken.records];
      this.#current = { taken, queue };
      await this.#sendAll(queue);
      if (this.#stopped) return;
      this.#current = undefined;
      taken.settle([]);
    }
    this.#running = false;
    this.#tellWaiting();
  }

  #tellWaiting(): void {
    for (const done of this.#waiting) done();
  }

  async #sendAll(queue: Encoded[]): Promise<void> {
    let failures = 0;
    for (let record = queue[0]; record !== undefined && !this.#stopped; record = queue[0]) {
      this.#askedAtMs = performance.now();
      const answer = await this.#sender.send(record);
      this.#askedAtMs = Infinity;
      if (answer.kind === 'later') {
        failures += 1;
        this.#sayAway(record.signal, answer.why);
        this.#tellWaiting();
        await this.#backOff(backoffMs(failures));
        continue;
      }
      failures = 0;
      this.#hasAnswered = true;
      if (this.#stopped) return;
      queue.shift();
      if (answer.kind === 'accepted') this.#accepted(record, answer.rejected);
      else queue.unshift(...this.#smaller(record, answer.why));
      await wait(paceMs, undefined, { ref: false });
    }
  }

  async #backOff(delayMs: number): Promise<void> {
    this.#backoff = new AbortController();
    // Cut short by whoever wants it delivered now.
    await wait(delayMs, undefined, { ref: false, signal: this.#backoff.signal }).catch(() => {});
  }

  #accepted({ signal, items }: Encoded, rejected: number): void {
    this.#ledger.count(signal, 'sent', items - rejected);
    this.#ledger.count(signal, 'dropped', rejected, 'rejected');
  }

  /** A refused record in two halves, so that a bad item in it is refused alone. */
  #smaller({ signal, items, body }: Encoded, why: string): Encoded[] {
    if (items > 1) return halves(signal, JSON.parse(body) as JsonObject).flatMap((half) => split(signal, half));
    this.#ledger.count(signal, 'dropped', items, 'rejected');
    sayAtMost(
      'refused',
      60_000,
      `The collector at ${this.#sender.addressOf(signal)} refused ${signal} (${why}): they are dropped.`,
    );
    return [];
  }

  #sayAway(signal: Signal, why: string): void {
    const address = this.#sender.addressOf(signal);
    const place = this.#spool.folder ?? 'memory';
    sayAtMost('away', 600_000, `No telemetry reaches ${address} (${why}): it waits in ${place} and is sent later.`);
  }
}

/** Doubling, capped, and spread so that services do not all come back in the same moment. */
const backoffMs = (failures: number): number =>
  Math.min(maxBackoffMs, firstBackoffMs * 2 ** Math.min(failures - 1, 10)) * (0.5 + Math.random() / 2);
