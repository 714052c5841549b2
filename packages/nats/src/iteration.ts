/**
 * `for await` over messages, each handled in its own context.
 *
 * A loop goes on in the context in which it was started, so a loop in a startup span would put all messages ever after
 * into that span. Whoever reads `value` of what `next` resolved to, though, is the loop itself, after its `await` and
 * right before its body: a context that is entered there holds for this body and for all that it starts, and for nobody
 * else, not even for whoever started the loop. Before the loop waits for the next message, it gets its context back.
 */
import { context as contextApi } from '@opentelemetry/api';
import { Delivery } from './delivery.ts';
import { isMessage, type Message, type MessageQueue, type Wrap } from './library.ts';
import type { Telemetry } from './telemetry.ts';

/** Queues that the library reads itself, or whose messages answer a request: the reader's context is right for these. */
const untouched = new WeakSet<object>();

/** Leaves a queue alone that is about to be iterated. */
export const leaveAlone = (queue: object): void => void untouched.add(queue);

let libraryReads = false;

/** Runs what reads a queue on behalf of the user, who gets the message itself: up to its first `await`. */
export function readByLibrary<Result>(read: () => Result): Result {
  libraryReads = true;
  try {
    return read();
  } finally {
    libraryReads = false;
  }
}

export const isLibraryReading = (): boolean => libraryReads;

/** @param queue the prototype of all queues */
export function patchIteration(queue: MessageQueue, telemetry: Telemetry, wrap: Wrap): void {
  wrap(
    queue,
    Symbol.asyncIterator,
    (iterate) =>
      function iterateInContext(this: MessageQueue) {
        const iterator = iterate.call(this);
        const isPlain = libraryReads || untouched.has(this) || !telemetry.isEnabled();
        return isPlain ? iterator : new Deliveries(iterator, telemetry, this.queue);
      },
  );
}

class Deliveries implements AsyncIterableIterator<unknown> {
  readonly #messages: AsyncIterator<unknown>;
  readonly #telemetry: Telemetry;
  readonly #group: string | undefined;
  #current: { readonly delivery: Delivery; readonly scope: { dispose: () => void } } | undefined;

  constructor(messages: AsyncIterator<unknown>, telemetry: Telemetry, group: string | undefined) {
    this.#messages = messages;
    this.#telemetry = telemetry;
    this.#group = group;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<unknown>> {
    this.#leave();
    return this.#messages.next().then((result) => {
      const { value, done } = result;
      return done !== true && isMessage(value) ? new Received(value, (message) => this.#enter(message)) : result;
    });
  }

  return(): Promise<IteratorResult<unknown>> {
    this.#leave();
    return this.#messages.return?.() ?? Promise.resolve({ done: true, value: undefined });
  }

  throw(error: unknown): Promise<IteratorResult<unknown>> {
    this.#leave(error);
    return this.#messages.throw?.(error) ?? Promise.reject(error);
  }

  #enter(message: Message): void {
    if (!this.#telemetry.isEnabled()) return;
    const delivery = new Delivery(this.#telemetry, message, this.#group);
    this.#current = { delivery, scope: contextApi.attach(delivery.context) };
  }

  #leave(error?: unknown): void {
    const current = this.#current;
    this.#current = undefined;
    current?.delivery.end(error);
    // Elsewhere, such as in a helper that reads ahead, there is nothing to give back.
    if (contextApi.active() === current?.delivery.context) current.scope.dispose();
  }
}

/** The result of `next`, which tells when its value is taken. */
class Received {
  readonly done = false;
  readonly #message: Message;
  #onTaken: ((message: Message) => void) | undefined;

  constructor(message: Message, onTaken: (message: Message) => void) {
    this.#message = message;
    this.#onTaken = onTaken;
  }

  get value(): Message {
    const onTaken = this.#onTaken;
    this.#onTaken = undefined;
    onTaken?.(this.#message);
    return this.#message;
  }
}
