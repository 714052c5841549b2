/** Values that two messages bring together: whoever needs one waits for it, and one that nobody takes is forgotten. */
export class Expected<Value> {
  readonly #patienceMs: number;
  readonly #values = new Map<string, PromiseWithResolvers<Value | undefined>>();

  /** @param patienceMs after which a value will not come */
  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  came(key: string, value: Value): void {
    this.#entry(key).resolve(value);
  }

  /** Undefined if the value does not come in time. */
  get(key: string): Promise<Value | undefined> {
    return this.#entry(key).promise;
  }

  #entry(key: string): PromiseWithResolvers<Value | undefined> {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const made = Promise.withResolvers<Value | undefined>();
    this.#values.set(key, made);
    setTimeout(() => {
      made.resolve(undefined);
      this.#values.delete(key);
    }, this.#patienceMs).unref();
    return made;
  }
}
