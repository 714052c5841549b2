/** Callbacks for messages: each call in the message's own context. */
import { Delivery } from './delivery.ts';
import { headersOf } from './context.ts';
import { isMessage, isStreamMessage, type Callback, type Message } from './library.ts';
import type { Telemetry } from './telemetry.ts';

/** Callbacks by which the library hands messages on to itself. */
const untouched = new WeakSet<Callback>();

/** Leaves a callback alone that is about to be given to the library. */
export function leaveCallbackAlone(callback: Callback): Callback {
  untouched.add(callback);
  return callback;
}

/** The callback with a context. @param group the queue group of the subscription */
export function inContext(callback: Callback, telemetry: Telemetry, group?: string): Callback {
  if (untouched.has(callback)) return callback;
  return function callInContext(this: unknown, ...args) {
    // Callbacks of streams take the message, all others an error and the message.
    const message = args.at(-1);
    if (!telemetry.isEnabled() || !isMessage(message) || isForLibrary(message)) return callback.apply(this, args);
    return new Delivery(telemetry, message, group).run(() => callback.apply(this, args));
  };
}

/** JetStream subscribes like everybody else: its messages, and what its server says about them, are no event yet. */
function isForLibrary(message: Message): boolean {
  if (isStreamMessage(message)) return false;
  const { reply } = message;
  return reply?.startsWith('$JS.') === true || (message.data.length === 0 && (headersOf(message)?.code ?? 0) !== 0);
}
