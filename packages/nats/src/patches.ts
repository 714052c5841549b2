/** Methods that were replaced, and how to put the original ones back. */
import type { Wrap } from './library.ts';

/** Where a replacement keeps what it replaced. For all copies of this package: `@mordomo/otel` has one inside. */
const replaced = Symbol.for('mordomo.nats.replaced');

/** The replaced methods of the files of one instrumentation. */
export class Patches {
  readonly #undo = new Map<object, (() => void)[]>();

  /** Replaces methods of what a file exports; what was done for this file before is undone. */
  apply(exports: object, patch: (wrap: Wrap) => void): void {
    this.undo(exports);
    const undo: (() => void)[] = [];
    this.#undo.set(exports, undo);
    patch((target, name, wrapper) => {
      if (target === undefined || !(name in target)) return;
      const current = target[name];
      // Another instance may have been here: the last one counts, or every message would be traced twice.
      const original = (Reflect.get(Object(current), replaced) as typeof current | undefined) ?? current;
      const replacement = wrapper(original);
      Reflect.defineProperty(Object(replacement), replaced, { value: original });
      target[name] = replacement;
      undo.push(() => {
        if (target[name] === replacement) target[name] = original;
      });
    });
  }

  undo(exports: object): void {
    for (const undo of this.#undo.get(exports) ?? []) undo();
    this.#undo.delete(exports);
  }
}
