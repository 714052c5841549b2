/** Work with the same key one after the other, in the order in which it came; with different keys side by side. */
export class InOrder {
  readonly #last = new Map<string, Promise<void>>();

  /** @param work must not reject */
  run(key: string, work: () => Promise<void>): void {
    const done: Promise<void> = (this.#last.get(key) ?? Promise.resolve()).then(work).finally(() => {
      if (this.#last.get(key) === done) this.#last.delete(key);
    });
    this.#last.set(key, done);
  }
}
