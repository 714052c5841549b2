/**
 * Collects items for a moment, then hands them on together. Unlike the SDK's batch processors, `flush` is synchronous:
 * nothing is lost when the process ends without warning, and nothing is dropped when many items come at once.
 */
export class Batcher<Item> {
  readonly #delayMs: number;
  readonly #mostItems: number;
  readonly #handOn: (items: readonly Item[]) => void;
  #items: Item[] = [];
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param delayMs longest wait of an item.
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
    if (this.#items.length >= this.#mostItems) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), this.#delayMs).unref();
  }

  /** Hands on what there is. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const items = this.#items;
    this.#items = [];
    if (items.length > 0) this.#handOn(items);
  }
}
