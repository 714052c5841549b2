/** Generators and async iterables: every step runs inside of the span, which ends with the last one or when the consumer stops. */
import { isPromise } from 'node:util/types';
import { defineMethod } from './define-method.ts';
import type { SpanLifetime } from './span-lifetime.ts';

type Step = (...given: unknown[]) => unknown;

const stepNames = ['next', 'return', 'throw'] as const;

/** Watches an iterator in place. */
export function followIterator<Iterator extends object>(iterator: Iterator, lifetime: SpanLifetime): Iterator {
  for (const name of stepNames) {
    const step: unknown = Reflect.get(iterator, name);
    if (typeof step === 'function')
      defineMethod(
        iterator,
        name,
        followed((...given) => step.apply(iterator, given), lifetime),
      );
  }
  return iterator;
}

/** Watches an async iterable in place: itself if it is an iterator already, else the iterator that it gives. */
export function followAsyncIterable<Iterable extends AsyncIterable<unknown>>(
  iterable: Iterable,
  lifetime: SpanLifetime,
): Iterable {
  if ('next' in iterable) return withReturn(followIterator(iterable, lifetime), lifetime);
  const start = iterable[Symbol.asyncIterator].bind(iterable);
  defineMethod(iterable, Symbol.asyncIterator, () => {
    const iterator = lifetime.run(start);
    return withReturn(followIterator(iterator, lifetime), lifetime);
  });
  return iterable;
}

/** A consumer that stops early tells so by `return`, if there is one. */
function withReturn<Iterator extends object>(iterator: Iterator, lifetime: SpanLifetime): Iterator {
  if ('return' in iterator) return iterator;
  defineMethod(iterator, 'return', async (value: unknown) => {
    lifetime.end();
    return { done: true, value };
  });
  return iterator;
}

const followed =
  (step: Step, lifetime: SpanLifetime): Step =>
  (...given) => {
    const fail = (error: unknown): never => {
      lifetime.fail(error);
      throw error;
    };
    const taken = (result: unknown): unknown => {
      if ((result as IteratorResult<unknown>).done === true) lifetime.end();
      return result;
    };
    try {
      const result = lifetime.run(() => step(...given));
      return isPromise(result) ? result.then(taken, fail) : taken(result);
    } catch (error) {
      return fail(error);
    }
  };
