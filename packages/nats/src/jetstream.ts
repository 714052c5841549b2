/** JetStream: publishing to streams, the callbacks of consumers, single messages, acknowledgements. */
import { context as contextApi, trace, type Link } from '@opentelemetry/api';
import { inContext, leaveCallbackAlone } from './callbacks.ts';
import { carriedContext } from './context.ts';
import { requestCarries } from './core.ts';
import { deliveryOf, messageAttributes } from './delivery.ts';
import { isLibraryReading, leaveAlone, readByLibrary } from './iteration.ts';
import type { Consumer, JetStreamClient, JetStreamExports, StreamMessage, Wrap } from './library.ts';
import { startSending } from './sending.ts';
import { endSpan, type Telemetry } from './telemetry.ts';

export function patchJetStream(exports: JetStreamExports, telemetry: Telemetry, wrap: Wrap): void {
  patchClient(exports.JetStreamClientImpl?.prototype, telemetry, wrap);
  patchSettlement(exports.JsMsgImpl?.prototype, telemetry, wrap);
  const { PullConsumerImpl, OrderedPullConsumerImpl, PushConsumerImpl } = exports;
  for (const consumer of [PullConsumerImpl, OrderedPullConsumerImpl, PushConsumerImpl]) {
    patchConsumer(consumer?.prototype, telemetry, wrap);
  }
}

function patchClient(client: JetStreamClient | undefined, telemetry: Telemetry, wrap: Wrap): void {
  wrap(
    client,
    'publish',
    (publish) =>
      async function publishToStream(this: JetStreamClient, subject, payload, options) {
        if (!telemetry.isEnabled() || typeof subject !== 'string') return publish.call(this, subject, payload, options);
        const outgoing = { operation: 'publish', connection: this.nc, subject, payload, isAnswered: true } as const;
        const sending = startSending(telemetry, outgoing);
        const context = contextApi.active().setValue(requestCarries, sending);
        try {
          const accepted = await contextApi.with(context, () => publish.call(this, subject, payload, options));
          const { stream, seq } = accepted;
          sending.end(undefined, { 'messaging.nats.stream': stream, 'messaging.nats.stream_sequence': seq });
          return accepted;
        } catch (error) {
          sending.end(error);
          throw error;
        }
      },
  );
  wrap(
    client,
    '_buildTypedSubscriptionOpts',
    (build) =>
      function buildInContext(this: JetStreamClient, info) {
        const options = build.call(this, info);
        if (options.callback !== undefined) options.callback = inContext(options.callback, telemetry);
        return options;
      },
  );
}

function patchConsumer(consumer: Consumer | undefined, telemetry: Telemetry, wrap: Wrap): void {
  for (const method of ['consume', 'fetch'] as const) {
    wrap(
      consumer,
      method,
      (begin) =>
        async function beginInContext(this: Consumer, options) {
          const callback = options?.callback;
          if (isLibraryReading()) {
            const messages = await begin.call(this, options);
            leaveAlone(messages);
            return messages;
          }
          if (callback === undefined) return begin.call(this, options);
          return begin.call(this, { ...options, callback: inContext(callback, telemetry) });
        },
    );
  }
  wrap(
    consumer,
    'next',
    (next) =>
      async function nextTraced(this: Consumer, options) {
        if (!telemetry.isEnabled()) return next.call(this, options);
        const startTime = Date.now();
        const startedAt = performance.now();
        const message = await readByLibrary(() => next.call(this, options));
        if (message !== null) received(telemetry, message, startTime, startedAt);
        return message;
      },
  );
  wrap(
    consumer,
    'internalHandler',
    (handler) =>
      function internalHandler(this: Consumer, serial) {
        return leaveCallbackAlone(handler.call(this, serial));
      },
  );
}

/** A message that was asked for and is handled by whoever asked: their context is right, the sender's trace is a link. */
function received(telemetry: Telemetry, message: StreamMessage, startTime: number, startedAt: number): void {
  const { subject } = message;
  const { tracing, template } = telemetry.subject(subject);
  if (tracing === 'internal') return;
  const active = contextApi.active();
  telemetry.instruments.counts.count('receive', template, active);
  telemetry.instruments.operationTook('receive', template, startedAt, active);
  if (tracing !== 'spans') return;
  const sender = trace.getSpanContext(carriedContext(message));
  const isOtherTrace = sender !== undefined && sender.traceId !== trace.getSpanContext(active)?.traceId;
  const links: Link[] = isOtherTrace ? [{ context: sender }] : [];
  const attributes = messageAttributes('receive', message, template);
  telemetry.startSpan('receive', template, attributes, active, { startTime, links }).end();
}

function patchSettlement(prototype: StreamMessage | undefined, telemetry: Telemetry, wrap: Wrap): void {
  for (const operation of ['ack', 'nak', 'term'] as const) {
    wrap(
      prototype,
      operation,
      (settle) =>
        function settleTraced(this: StreamMessage, detail?: never) {
          const end = startSettling(telemetry, operation, this);
          settle.call(this, detail);
          end();
        },
    );
  }
  wrap(
    prototype,
    'ackAck',
    (ackAck) =>
      async function ackAckTraced(this: StreamMessage, options) {
        const startedAt = performance.now();
        const { tracing, template } = telemetry.subject(this.subject);
        const end = startSettling(telemetry, 'ack', this);
        let failure: unknown;
        try {
          return await ackAck.call(this, options);
        } catch (error) {
          failure = error;
          throw error;
        } finally {
          end(failure);
          if (telemetry.isEnabled() && tracing !== 'internal')
            telemetry.instruments.operationTook('ack', template, startedAt, contextApi.active(), failure);
        }
      },
  );
}

/** A span under the handling of the message. Acknowledging a second time does nothing, so it is no operation. */
function startSettling(
  telemetry: Telemetry,
  operation: 'ack' | 'nak' | 'term',
  message: StreamMessage,
): (error?: unknown) => void {
  const { tracing, template } = telemetry.subject(message.subject);
  if (!telemetry.isEnabled() || message.didAck || tracing !== 'spans') return () => {};
  const parent = deliveryOf(message)?.context ?? contextApi.active();
  const span = telemetry.startSpan(operation, template, messageAttributes(operation, message, template), parent);
  return (error) => endSpan(span, error);
}
