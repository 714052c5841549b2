/** The books of the telemetry itself: every item is spooled, and then sent or dropped for a reason. */
import { metrics as names, type AttributesOf } from '@mordomo/semconv';
import { ROOT_CONTEXT, type Counter, type Meter } from '@opentelemetry/api';
import type { Signal } from './otlp/signals.ts';

type Labels = AttributesOf<typeof names.telemetryItems.labels>;
export type Fate = NonNullable<Labels['fate']>;
export type Reason = NonNullable<Labels['reason']>;

type Totals = Record<Signal, Record<Fate, number>>;

/** Counts items; what is counted before the SDK runs is added once it does. */
export class Ledger {
  #counter: Counter | undefined;
  readonly #totals: Totals = { traces: nothingYet(), metrics: nothingYet(), logs: nothingYet() };
  #early: [items: number, labels: Labels][] = [];

  /** Counts items of a signal; without a reason unless they were dropped. */
  count(signal: Signal, fate: Fate, items: number, reason: Reason = ''): void {
    if (items === 0) return;
    this.#totals[signal][fate] += items;
    const labels: Labels = { signal, fate, reason };
    if (this.#counter === undefined) this.#early.push([items, labels]);
    else this.#add(items, labels);
  }

  /** What was counted so far, by signal and fate. */
  totals(): Totals {
    return structuredClone(this.#totals);
  }

  /** Counts on this meter from now on. */
  connect(meter: Meter): void {
    const { name, unit, brief: description } = names.telemetryItems;
    this.#counter = meter.createCounter(name, { unit, description });
    for (const [items, labels] of this.#early) this.#add(items, labels);
    this.#early = [];
  }

  /** Outside of any trace: whose items a timer happens to count is no example of anything. */
  #add(items: number, labels: Labels): void {
    this.#counter?.add(items, { ...labels }, ROOT_CONTEXT);
  }
}

const nothingYet = (): Record<Fate, number> => ({ spooled: 0, sent: 0, dropped: 0 });
