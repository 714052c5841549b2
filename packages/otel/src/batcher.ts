/**
 * Collects items for a moment, then hands them on together. Unlike the SDK's batch processors, `flush` is synchronous:
 * nothing is lost when the process ends without warning, and nothing is dropped when many items come at once.
 */
import { isMainThread } from 'node:worker_threads';
import { reasonOf, sayOnce } from './diagnostics.ts';

export class Batcher<Item> {
  readonly #delayMs: number;
  readonly #mostItems: number;
  readonly #handOn: (items: readonly Item[]) => void;
  #items: Item[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isScheduled = false;
  #isEnding = false;

  /**
   * @param delayMs longest wait of an item; in a worker thread none waits, since it may be ended at any moment.
   * @param mostItems so many are handed on at once.
   */
  constructor(delayMs: number, mostItems: number, handOn: (items: readonly Item[]) => void) {
    this.#delayMs = delayMs;
    this.#mostItems = mostItems;
    this.#handOn = handOn;
  }

  /** Takes one item; the last of a full batch is handed on at once together with the others. */
  add(item: Item): void {
    this.#items.push(item);
    if (this.#items.length >= this.#mostItems || this.#isEnding) this.flush();
    else if (!this.#isScheduled) this.#schedule();
  }

  /** Hands on what there is. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#isScheduled = false;
    const items = this.#items;
    this.#items = [];
    if (items.length === 0) return;
    try {
      this.#handOn(items);
    } catch (error) {
      // Called from a timer or from the service's own code: neither may hear of it.
      sayOnce(`${items.length} items of telemetry are lost: ${reasonOf(error)}.`);
    }
  }

  /** Hands on what there is, and from now on every item at once: no timer will come any more. */
  end(): void {
    this.#isEnding = true;
    this.flush();
  }

  #schedule(): void {
    this.#isScheduled = true;
    if (isMainThread) this.#timer = setTimeout(() => this.flush(), this.#delayMs).unref();
    else queueMicrotask(() => this.flush());
  }
}
