/** The NATS libraries as far as they are touched here: what all supported versions have. None of them is imported. */
import type { Context } from '@opentelemetry/api';

/** Headers of a message that was received: names with their values. */
export interface MessageHeaders extends Iterable<[string, string[]]> {
  readonly code: number;
  readonly description: string;
}

/** Headers of a message that is sent. */
export interface Headers extends MessageHeaders {
  append(name: string, value: string): void;
  encode: () => Uint8Array;
  /** As they are sent, with the empty line at their end; empty if there are none. */
  toString(): string;
}

export type Payload = Uint8Array | string;

/** A message, of NATS itself or of JetStream. */
export interface Message {
  readonly subject: string;
  readonly reply?: string | undefined;
  readonly headers?: MessageHeaders | undefined;
  readonly data: Uint8Array;
}

/** A message of a stream. */
export interface StreamMessage extends Message {
  readonly didAck: boolean;
  readonly info: {
    readonly stream: string;
    readonly consumer: string;
    readonly streamSequence: number;
    readonly deliveryCount: number;
  };
  ack(): void;
  nak(delayMs?: number): void;
  term(reason?: string): void;
  ackAck(options?: object): Promise<boolean>;
}

export interface PublishOptions {
  readonly reply?: string;
  readonly headers?: Headers;
}

export type Callback = (...error_message: unknown[]) => unknown;

interface SubscribeOptions {
  readonly callback?: Callback;
  readonly queue?: string;
}

/** What a subscription or a consumer is iterated by: also statuses and the like come in such queues. */
export interface MessageQueue extends AsyncIterable<unknown> {
  readonly queue?: string;
  readonly iterClosed: Promise<unknown>;
}

export interface Protocol {
  readonly options: { readonly inboxPrefix?: string; readonly name?: string };
  readonly server?: { readonly hostname: string; readonly port: number };
  /** What the server said about itself; nothing while there is no connection. */
  readonly info?: { readonly headers?: boolean; readonly max_payload?: number };
  publish(subject: string, payload?: Payload, options?: PublishOptions): void;
}

export interface Connection {
  readonly protocol: Protocol;
  publish(subject: string, payload?: Payload, options?: PublishOptions): void;
  request(subject: string, payload?: Payload, options?: object): Promise<unknown>;
  requestMany(subject: string, payload?: Payload, options?: object): Promise<MessageQueue>;
  subscribe(subject: string, options?: SubscribeOptions): MessageQueue;
}

/** `lib/internal_mod.js` of nats-core 3, `lib/nats-base-client/internal_mod.js` of nats 2. */
export interface CoreExports {
  readonly NatsConnectionImpl: { readonly prototype: Connection };
  readonly ProtocolHandler: { readonly prototype: Protocol };
  readonly SubscriptionImpl: { readonly prototype: MessageQueue };
  readonly headers: (code?: number, description?: string) => Headers;
}

interface Acknowledgement {
  readonly stream: string;
  readonly seq: number;
}

export interface JetStreamClient {
  readonly nc: Connection;
  publish(subject: string, payload?: Payload, options?: object): Promise<Acknowledgement>;
  /** Of nats 2: the callback of a push subscription goes through here. */
  _buildTypedSubscriptionOpts(info: object): { callback?: Callback };
}

interface ConsumeOptions {
  readonly callback?: Callback;
}

export interface Consumer {
  consume(options?: ConsumeOptions): Promise<MessageQueue>;
  fetch(options?: ConsumeOptions): Promise<MessageQueue>;
  next(options?: object): Promise<StreamMessage | null>;
  /** Of nats 2's ordered consumer: makes the callback of the consumer that it is built on. */
  internalHandler(serial: number): Callback;
}

/** The files of JetStream; each has some of the classes. */
export interface JetStreamExports {
  readonly JetStreamClientImpl?: { readonly prototype: JetStreamClient };
  readonly JsMsgImpl?: { readonly prototype: StreamMessage };
  readonly PullConsumerImpl?: { readonly prototype: Consumer };
  readonly OrderedPullConsumerImpl?: { readonly prototype: Consumer };
  readonly PushConsumerImpl?: { readonly prototype: Consumer };
}

/** Both kinds of messages have the number of their subscription; nothing else that comes in queues has. */
export const isMessage = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && 'sid' in value && 'subject' in value;

export const isStreamMessage = (message: Message): message is StreamMessage => 'didAck' in message;

/** Replaces a method, if the object has it, until the instrumentation is disabled. */
export type Wrap = <Target extends object, Name extends keyof Target>(
  target: Target | undefined,
  name: Name,
  wrapper: (original: Target[Name]) => Target[Name],
) => void;

/** What one message carries to its receivers; without a context it carries nothing. */
export interface Carried {
  readonly context: Context | undefined;
}
