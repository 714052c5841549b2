/** Trace context through NATS headers. The sender's own span is never the parent: hand over the context that shall be. */
import { metrics } from '@mordomo/semconv';
import {
  headers,
  Match,
  type Msg,
  type MsgHdrs,
  type NatsConnection,
  type Payload,
  type Subscription,
} from '@nats-io/nats-core';
import {
  context as contextApi,
  metrics as metricsApi,
  propagation,
  ROOT_CONTEXT,
  type Context,
  type Counter,
  type TextMapGetter,
  type TextMapSetter,
} from '@opentelemetry/api';

const setter: TextMapSetter<MsgHdrs> = { set: (carrier, key, value) => carrier.set(key, value) };

/** Header look-up in NATS is case-sensitive and answers "" for a missing one; other clients write `Traceparent`. */
const getter: TextMapGetter<MsgHdrs | undefined> = {
  get: (carrier, key) => carrier?.get(key, Match.IgnoreCase) || undefined,
  keys: (carrier) => carrier?.keys() ?? [],
};

let published: Counter | undefined;

/**
 * Publishes with the trace context in the headers, and counts `events_published_total{subject}`.
 * @param subject must be free of ids, since it is a metric label.
 * @param context what the receiver's work hangs under. Default: the active context.
 * @param carrier headers of your own to go along.
 */
export function publish(
  connection: NatsConnection,
  subject: string,
  payload: Payload,
  context: Context = contextApi.active(),
  carrier: MsgHdrs = headers(),
): void {
  propagation.inject(context, carrier, setter);
  connection.publish(subject, payload, { headers: carrier });
  const { name, unit, brief } = metrics.eventsPublished;
  published ??= metricsApi.getMeter('@mordomo/instrumentation-nats').createCounter(name, { unit, description: brief });
  published.add(1, { [metrics.eventsPublished.labels[0].key]: subject }, context);
}

/** The context that a message carries, or the root context: never what happens to be active here. */
export const contextOf = (message: Msg): Context => propagation.extract(ROOT_CONTEXT, message.headers, getter);

/**
 * Handles each message of a subscription in the message's own context, one after the other, until it ends.
 * A `for await` loop keeps the context in which it was started; this one does not.
 */
export async function consume(
  subscription: Subscription,
  handle: (message: Msg, context: Context) => Promise<void> | void,
  onError: (error: unknown, message: Msg) => void,
): Promise<void> {
  for await (const message of subscription) {
    const context = contextOf(message);
    try {
      await contextApi.with(context, () => handle(message, context));
    } catch (error) {
      onError(error, message);
    }
  }
}
