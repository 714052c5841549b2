/** The tracer, the instruments and the rules that all parts of the instrumentation share; spans are made here only. */
import { spans, type AttributesOf } from '@mordomo/semconv';
import {
  diag,
  SpanKind,
  SpanStatusCode,
  type Context,
  type Link,
  type Meter,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import type { SpanCustomizationHook } from '@opentelemetry/instrumentation';
import { subjectRules, type NatsInstrumentationConfig } from './config.ts';
import { Instruments } from './instruments.ts';
import { errorType, type Operation } from './labels.ts';
import { SubjectTable, type Subject } from './subjects.ts';

type SpanAttributes = AttributesOf<typeof spans.message.attributes>;

/** What the instrumentation's base class keeps for itself. */
interface Host {
  readonly isEnabled: () => boolean;
  readonly tracer: () => Tracer;
}

/** Attributes of a span; those that are not known may be undefined. One literal is several times faster than a merge. */
export type MessageAttributes = { [Key in keyof SpanAttributes]: SpanAttributes[Key] | undefined };

interface SpanOptions {
  readonly startTime?: number;
  readonly links?: Link[];
}

/** A requester waits for its receiver, as clients do; who publishes does not. */
export const operations = {
  publish: { type: 'send', kind: SpanKind.PRODUCER },
  request: { type: 'send', kind: SpanKind.CLIENT },
  receive: { type: 'receive', kind: SpanKind.CLIENT },
  process: { type: 'process', kind: SpanKind.CONSUMER },
  ack: { type: 'settle', kind: SpanKind.CLIENT },
  nak: { type: 'settle', kind: SpanKind.CLIENT },
  term: { type: 'settle', kind: SpanKind.CLIENT },
} as const;

export class Telemetry {
  readonly isEnabled: () => boolean;
  config: NatsInstrumentationConfig;
  instruments: Instruments;
  readonly #tracer: () => Tracer;
  #subjects: SubjectTable;

  constructor({ isEnabled, tracer }: Host, config: NatsInstrumentationConfig, meter: Meter) {
    this.isEnabled = isEnabled;
    this.#tracer = tracer;
    this.config = config;
    this.#subjects = new SubjectTable(subjectRules(config));
    this.instruments = new Instruments(meter);
  }

  configure(config: NatsInstrumentationConfig): void {
    this.config = config;
    this.#subjects = new SubjectTable(subjectRules(config));
  }

  useMeter(meter: Meter): void {
    this.instruments = new Instruments(meter);
  }

  subject(name: string): Subject {
    return this.#subjects.of(name);
  }

  startSpan(
    operation: Operation,
    template: string,
    attributes: MessageAttributes,
    parent: Context,
    options?: SpanOptions,
  ): Span {
    const { kind } = operations[operation];
    return this.#tracer().startSpan(`${operation} ${template}`, { kind, attributes, ...options }, parent);
  }
}

/** Calls a hook of the user, whose errors are not the service's. */
export function runHook<Info>(hook: SpanCustomizationHook<Info> | undefined, span: Span, info: Info): void {
  try {
    hook?.(span, info);
  } catch (error) {
    diag.error('A hook of the NATS instrumentation threw; the message goes its way.', error);
  }
}

/** Ends a span, with the error that its operation ended in. */
export function endSpan(span: Span | undefined, error?: unknown): void {
  if (error !== undefined) {
    span?.setAttribute('error.type', errorType(error));
    span?.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : typeof error });
  }
  span?.end();
}
