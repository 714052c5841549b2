/** A message on its way out: what it carries, its span, its time. */
import { context as contextApi, trace, type Context, type Span } from '@opentelemetry/api';
import { handOverContext } from './context.ts';
import type { Carried, Connection, Payload } from './library.ts';
import { endSpan, operations, runHook, type MessageAttributes, type Telemetry } from './telemetry.ts';

/** One message that is being sent. */
export interface Sending extends Carried {
  /** It was sent, or, if it waits for an answer, this came. @param about what is known about it only now */
  readonly end: (error?: unknown, about?: MessageAttributes) => void;
}

interface Outgoing {
  readonly operation: 'publish' | 'request';
  readonly connection: Connection;
  readonly subject: string;
  readonly payload: Payload | undefined;
  /** Whether the time until `end` is that of a server's answer. */
  readonly isAnswered: boolean;
}

const internal: Sending = { context: undefined, end: () => {} };

export function startSending(telemetry: Telemetry, outgoing: Outgoing): Sending {
  const { operation, isAnswered } = outgoing;
  const { tracing, template } = telemetry.subject(outgoing.subject);
  if (tracing === 'internal') return internal;
  const active = contextApi.active();
  const span = tracing === 'spans' ? startSpan(telemetry, outgoing, template, active) : undefined;
  const timed = span === undefined ? active : trace.setSpan(active, span);
  const startedAt = isAnswered ? performance.now() : 0;
  return {
    context: tracing === 'counted' ? undefined : tracing === 'spans' ? timed : handOverContext(active),
    end: (error, about) => {
      if (error === undefined) telemetry.instruments.counts.count(operation, template, timed);
      else telemetry.instruments.counts.countFailure(operation, template, error);
      if (isAnswered) telemetry.instruments.operationTook(operation, template, startedAt, timed, error);
      if (about !== undefined) span?.setAttributes(about);
      endSpan(span, error);
    },
  };
}

function startSpan(telemetry: Telemetry, outgoing: Outgoing, template: string, parent: Context): Span {
  const { operation, subject, payload, connection } = outgoing;
  const { server } = connection.protocol;
  const attributes: MessageAttributes = {
    'messaging.system': 'nats',
    'messaging.operation.name': operation,
    'messaging.operation.type': operations[operation].type,
    'messaging.destination.name': subject,
    'messaging.destination.template': template === subject ? undefined : template,
    'messaging.message.body.size': sizeOf(payload),
    'server.address': server?.hostname,
    'server.port': server?.port,
  };
  const span = telemetry.startSpan(operation, template, attributes, parent);
  runHook(telemetry.config.publishHook, span, { subject, payload });
  return span;
}

export const sizeOf = (payload: Payload | undefined): number =>
  typeof payload === 'string' ? Buffer.byteLength(payload) : (payload?.length ?? 0);
