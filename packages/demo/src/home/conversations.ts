/** A turn lasts 25 s at most; longer than this, its end was lost. */
const longestMs = 40_000;

/**
 * Which conversations are open, told by events that may get lost or come alone: the number is never below zero, and one
 * whose end never came does not stay for ever.
 */
export class Conversations {
  readonly #open = new Map<string, NodeJS.Timeout>();
  readonly #onChange: (by: 1 | -1) => void;

  constructor(onChange: (by: 1 | -1) => void) {
    this.#onChange = onChange;
  }

  begin(id: string): void {
    if (this.#open.has(id)) return;
    this.#open.set(id, setTimeout(() => this.end(id), longestMs).unref());
    this.#onChange(1);
  }

  end(id: string): void {
    clearTimeout(this.#open.get(id));
    if (this.#open.delete(id)) this.#onChange(-1);
  }
}
