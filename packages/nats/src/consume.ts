/** Handling messages one after the other: with the instrumentation or, for context alone, without it. */
import { context as contextApi, type Context } from '@opentelemetry/api';
import { carriedContext } from './context.ts';
import { deliveryOf } from './delivery.ts';
import type { Message } from './library.ts';

/**
 * The context in which a message is to be handled: that of its `process` span if it has one, else the one it carries, or
 * the root context. Never what happens to be active here.
 */
export const contextOf = (message: Message): Context => deliveryOf(message)?.context ?? carriedContext(message);

/**
 * Handles each message of a subscription in its own context, one after the other, until the subscription ends. Errors of
 * the handler are told to `onError`, in the message's context, and recorded on its span.
 */
export async function consume<Received extends Message>(
  subscription: AsyncIterable<Received>,
  handle: (message: Received, context: Context) => Promise<void> | void,
  onError: (error: unknown, message: Received) => void,
): Promise<void> {
  for await (const message of subscription) {
    const context = contextOf(message);
    await contextApi.with(context, async () => {
      try {
        await handle(message, context);
      } catch (error) {
        deliveryOf(message)?.end(error);
        onError(error, message);
      }
    });
  }
}
