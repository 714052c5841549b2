/** The handling of one message: the context in which it happens, its span, its time. */
import { context as contextApi, ROOT_CONTEXT, trace, type Context, type Span } from '@opentelemetry/api';
import { carriedContext, headerOf } from './context.ts';
import type { Operation } from './labels.ts';
import { isStreamMessage, type Message } from './library.ts';
import { endSpan, operations, runHook, type MessageAttributes, type Telemetry } from './telemetry.ts';

/** Where a message remembers its handling. For all copies of this package: `@mordomo/otel` has one inside. */
const handling = Symbol.for('mordomo.nats.handling');

interface HandledMessage extends Message {
  [handling]?: Delivery;
}

export class Delivery {
  /** The message's own: its handler, and all that this starts, runs in it. */
  readonly context: Context;
  readonly #telemetry: Telemetry;
  readonly #template: string;
  readonly #span: Span | undefined;
  readonly #startedAt: number;
  #open: boolean;

  /** @param group the queue group of the subscription */
  constructor(telemetry: Telemetry, message: Message, group?: string) {
    const { tracing, template } = telemetry.subject(message.subject);
    const traced = tracing === 'spans' || tracing === 'hand-over';
    const carried = traced ? carriedContext(message) : ROOT_CONTEXT;
    this.#telemetry = telemetry;
    this.#template = template;
    this.#open = traced;
    this.#startedAt = traced ? performance.now() : 0;
    this.#span = tracing === 'spans' ? startSpan(telemetry, message, template, carried, group) : undefined;
    this.context = this.#span === undefined ? carried : trace.setSpan(carried, this.#span);
    if (tracing !== 'internal') telemetry.instruments.counts.count('process', template, this.context);
    (message as HandledMessage)[handling] = this;
  }

  /** Runs the handler; what it throws or rejects with is recorded and goes on to whoever called. */
  run<Result>(handle: () => Result): Result {
    let result: Result;
    try {
      result = contextApi.with(this.context, handle);
    } catch (error) {
      this.end(error);
      throw error;
    }
    if (!isPromise(result)) {
      this.end();
      return result;
    }
    const settled = result.then(
      (value: unknown) => {
        this.end();
        return value;
      },
      (error: unknown) => {
        this.end(error);
        throw error;
      },
    );
    return settled as Result;
  }

  /** The message was handled. A second call does nothing. */
  end(error?: unknown): void {
    if (!this.#open) return;
    this.#open = false;
    this.#telemetry.instruments.processingTook(this.#template, this.#startedAt, this.context, error);
    endSpan(this.#span, error);
  }
}

/** How a message is being handled; nothing if the instrumentation did not see it. */
export const deliveryOf = (message: Message): Delivery | undefined => (message as HandledMessage)[handling];

function startSpan(
  telemetry: Telemetry,
  message: Message,
  template: string,
  carried: Context,
  group: string | undefined,
): Span {
  const attributes = messageAttributes('process', message, template, group);
  const span = telemetry.startSpan('process', template, attributes, carried);
  runHook(telemetry.config.processHook, span, message);
  return span;
}

/** What is known about a message that was received. */
export function messageAttributes(
  operation: Operation,
  message: Message,
  template: string,
  group?: string,
): MessageAttributes {
  const { subject, data } = message;
  const stream = isStreamMessage(message) ? message.info : undefined;
  return {
    'messaging.system': 'nats',
    'messaging.operation.name': operation,
    'messaging.operation.type': operations[operation].type,
    'messaging.destination.name': subject,
    'messaging.destination.template': template === subject ? undefined : template,
    'messaging.message.body.size': data.length,
    'messaging.message.id': headerOf(message, 'nats-msg-id'),
    'messaging.consumer.group.name': group ?? stream?.consumer,
    'messaging.nats.stream': stream?.stream,
    'messaging.nats.stream_sequence': stream?.streamSequence,
    'messaging.nats.delivery_count': stream?.deliveryCount,
  };
}

const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, 'then') === 'function';
