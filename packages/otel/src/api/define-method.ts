/** Gives one object a method of its own, as invisible as those of its class. */
export const defineMethod = (target: object, name: PropertyKey, method: (...given: never[]) => unknown): void =>
  void Object.defineProperty(target, name, { value: method, configurable: true, writable: true });
