/** NATS itself: publish, request, subscribe. */
import { context as contextApi, createContextKey } from '@opentelemetry/api';
import { inContext } from './callbacks.ts';
import { leaveAlone, patchIteration } from './iteration.ts';
import type { Carried, Connection, CoreExports, MessageQueue, Wrap } from './library.ts';
import { startSending } from './sending.ts';
import type { Telemetry } from './telemetry.ts';
import { isWriting, patchProtocol, write } from './writing.ts';

/** Under this key a context holds what a request of the library's own makes carries: JetStream publishes by requests. */
export const requestCarries = createContextKey('mordomo.nats.request_carries');

export function patchCore(exports: CoreExports, telemetry: Telemetry, wrap: Wrap): void {
  const { NatsConnectionImpl, ProtocolHandler, SubscriptionImpl, headers } = exports;
  patchPublish(NatsConnectionImpl.prototype, telemetry, wrap);
  patchRequest(NatsConnectionImpl.prototype, telemetry, wrap);
  patchRequestMany(NatsConnectionImpl.prototype, telemetry, wrap);
  patchSubscribe(NatsConnectionImpl.prototype, telemetry, wrap);
  patchProtocol(ProtocolHandler.prototype, headers, wrap);
  // The base class of subscriptions and of all other queues.
  patchIteration(Object.getPrototypeOf(SubscriptionImpl.prototype) as MessageQueue, telemetry, wrap);
}

/** Whether this is an operation of the user. What is no subject is left to the library to complain about. */
const isOperation = (telemetry: Telemetry, subject: unknown): boolean =>
  telemetry.isEnabled() && !isWriting() && typeof subject === 'string';

function patchPublish(connection: Connection, telemetry: Telemetry, wrap: Wrap): void {
  wrap(
    connection,
    'publish',
    (publish) =>
      function publishTraced(this: Connection, subject, payload, options) {
        if (!isOperation(telemetry, subject)) return publish.call(this, subject, payload, options);
        const outgoing = { operation: 'publish', connection: this, subject, payload, isAnswered: false } as const;
        const sending = startSending(telemetry, outgoing);
        try {
          write(sending, () => publish.call(this, subject, payload, options));
        } catch (error) {
          sending.end(error);
          throw error;
        }
        sending.end();
      },
  );
}

function patchRequest(connection: Connection, telemetry: Telemetry, wrap: Wrap): void {
  wrap(
    connection,
    'request',
    (request) =>
      async function requestTraced(this: Connection, subject, payload, options) {
        if (!isOperation(telemetry, subject)) return request.call(this, subject, payload, options);
        const carried = contextApi.active().getValue(requestCarries) as Carried | undefined;
        if (carried !== undefined) return write(carried, () => request.call(this, subject, payload, options));
        const outgoing = { operation: 'request', connection: this, subject, payload, isAnswered: true } as const;
        const sending = startSending(telemetry, outgoing);
        try {
          const answer = await write(sending, () => request.call(this, subject, payload, options));
          sending.end();
          return answer;
        } catch (error) {
          sending.end(error);
          throw error;
        }
      },
  );
}

function patchRequestMany(connection: Connection, telemetry: Telemetry, wrap: Wrap): void {
  wrap(
    connection,
    'requestMany',
    (requestMany) =>
      async function requestManyTraced(this: Connection, subject, payload, options) {
        if (!isOperation(telemetry, subject)) return requestMany.call(this, subject, payload, options);
        const outgoing = { operation: 'request', connection: this, subject, payload, isAnswered: true } as const;
        const sending = startSending(telemetry, outgoing);
        try {
          const answers = await write(sending, () => requestMany.call(this, subject, payload, options));
          leaveAlone(answers);
          void answers.iterClosed.then((error) => sending.end(error));
          return answers;
        } catch (error) {
          sending.end(error);
          throw error;
        }
      },
  );
}

function patchSubscribe(connection: Connection, telemetry: Telemetry, wrap: Wrap): void {
  wrap(
    connection,
    'subscribe',
    (subscribe) =>
      function subscribeTraced(this: Connection, subject, options) {
        const callback = options?.callback;
        if (typeof subject === 'string' && isPlumbing(subject, this, telemetry)) {
          const subscription = subscribe.call(this, subject, options);
          leaveAlone(subscription);
          return subscription;
        }
        if (callback === undefined) return subscribe.call(this, subject, options);
        return subscribe.call(this, subject, { ...options, callback: inContext(callback, telemetry, options?.queue) });
      },
  );
}

/** Replies come back by an inbox, whose prefix may be the connection's own; the context of whoever waits for them is right. */
const isPlumbing = (subject: string, { protocol }: Connection, telemetry: Telemetry): boolean =>
  subject.startsWith(`${protocol.options.inboxPrefix ?? '_INBOX'}.`) ||
  telemetry.subject(subject).tracing === 'internal';
