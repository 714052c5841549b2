/** Lets a span live as long as what a function returned: a promise, a generator, an async iterable or a stream. */
import { isReadable } from 'node:stream';
import { isGeneratorObject, isPromise } from 'node:util/types';
import { context } from '@opentelemetry/api';
import { defineMethod } from './define-method.ts';
import { followAsyncIterable, followIterator } from './follow-iterator.ts';
import { followNodeStream, followWebStream } from './follow-stream.ts';
import type { SpanLifetime } from './span-lifetime.ts';

type Continue = (value: unknown) => unknown;

interface Thenable {
  then: (this: unknown, onValue?: Continue | null, onError?: Continue | null) => unknown;
}

/** Runs work inside of its span, which ends with what the work gives. */
export function runFollowed(work: () => unknown, lifetime: SpanLifetime): unknown {
  if (!lifetime.isReal) return work();
  let result: unknown;
  try {
    result = lifetime.run(work);
  } catch (error) {
    lifetime.fail(error);
    throw error;
  }
  return followResult(result, lifetime);
}

/** The result, for the caller: the same object wherever it can be watched in place, else one that behaves the same. */
function followResult(result: unknown, lifetime: SpanLifetime): unknown {
  try {
    if (typeof result === 'object' && result !== null) return followObject(result, lifetime);
  } catch {
    // A frozen or hostile object: it is the caller's, and only its end is not seen.
  }
  lifetime.end();
  return result;
}

function followObject(result: object, lifetime: SpanLifetime): object {
  if (isPromise(result) && result.constructor === Promise) return followPromise(result, lifetime);
  if (isThenable(result)) return followThenable(result, lifetime);
  if (result instanceof ReadableStream) return followWebStream(result, lifetime);
  if (isReadable(result as NodeJS.ReadableStream) === true) {
    return followNodeStream(result as NodeJS.ReadableStream, lifetime);
  }
  if (isGeneratorObject(result)) return followIterator(result, lifetime);
  if (Symbol.asyncIterator in result) return followAsyncIterable(result as AsyncIterable<unknown>, lifetime);
  lifetime.end();
  return result;
}

/** What hangs on a promise, such as the `child` of a promisified `exec`, hangs on its successor too. */
function followPromise(promise: Promise<unknown>, lifetime: SpanLifetime): Promise<unknown> {
  const followed = promise.then(
    (value) => followResult(value, lifetime),
    (error: unknown) => {
      lifetime.fail(error);
      throw error;
    },
  );
  return Object.keys(promise).length === 0 ? followed : Object.assign(followed, promise);
}

/**
 * Queries and the promises of other libraries stay the objects that they are, for their other methods. Many do their
 * work only once they are awaited, so that is done inside of the span; what continues is the caller's and is not.
 */
function followThenable(thenable: Thenable, lifetime: SpanLifetime): Thenable {
  const { then } = thenable;
  let seen: { readonly value: unknown } | undefined;
  const follow: Continue = (value) => (seen ??= { value: followResult(value, lifetime) }).value;
  const followedThen: Thenable['then'] = (onValue, onError) => {
    const caller = context.active();
    const succeed: Continue = (value) =>
      onValue == null ? follow(value) : context.with(caller, onValue, undefined, follow(value));
    const fail: Continue = (error) => {
      lifetime.fail(error);
      if (onError == null) throw error;
      return context.with(caller, onError, undefined, error);
    };
    return lifetime.run(() => then.call(thenable, succeed, fail));
  };
  defineMethod(thenable, 'then', followedThen);
  return thenable;
}

const isThenable = (value: object): value is Thenable => 'then' in value && typeof value.then === 'function';
