/** The metrics: what is counted, and what is timed. */
import { metrics, type AttributesOf } from '@mordomo/semconv';
import type { Context, Counter, Histogram, Meter, MetricOptions } from '@opentelemetry/api';

export type Operation = 'publish' | 'request' | 'receive' | 'process' | 'ack' | 'nak' | 'term';

type Labels = AttributesOf<typeof metrics.messagesSent.labels>;
type SubjectLabel = AttributesOf<typeof metrics.eventsPublished.labels>;

/** The count of one operation on one subject, as far as the counters do not have it yet. */
interface Tally {
  readonly isSent: boolean;
  readonly labels: Labels;
  readonly subjectLabel: SubjectLabel;
  pending: number;
}

/** All instruments of one meter. */
export class Instruments {
  readonly #eventsPublished: Counter;
  readonly #sent: Counter;
  readonly #consumed: Counter;
  readonly #operationDuration: Histogram;
  readonly #processDuration: Histogram;
  readonly #tallies = new Map<string, Tally>();
  #touched: Tally[] = [];

  constructor(meter: Meter) {
    this.#eventsPublished = meter.createCounter(...nameAndOptions(metrics.eventsPublished));
    this.#sent = meter.createCounter(...nameAndOptions(metrics.messagesSent));
    this.#consumed = meter.createCounter(...nameAndOptions(metrics.messagesConsumed));
    this.#operationDuration = meter.createHistogram(...nameAndOptions(metrics.messagingOperationDuration));
    this.#processDuration = meter.createHistogram(...nameAndOptions(metrics.messageProcessDuration));
  }

  /**
   * Counts a message. A counter's `add` takes about as long as publishing does, so what comes in one go is added at
   * once, at its end: then the library, too, writes what was published to its socket.
   */
  count(operation: Operation, template: string): void {
    const tally = this.#tally(operation, template);
    if (tally.pending === 0) {
      if (this.#touched.length === 0) queueMicrotask(() => this.#add());
      this.#touched.push(tally);
    }
    tally.pending += 1;
  }

  /** Counts a message that could not be sent. */
  countFailure(operation: Operation, template: string, error: unknown): void {
    this.#sent.add(1, labelsOf(operation, template, error));
  }

  /** Times an operation of the client on the server. @param startedAt of `performance.now()` */
  operationTook(operation: Operation, template: string, startedAt: number, context: Context, error?: unknown): void {
    this.#operationDuration.record(secondsSince(startedAt), labelsOf(operation, template, error), context);
  }

  /** Times the handling of a message, likewise. */
  processingTook(template: string, startedAt: number, context: Context, error?: unknown): void {
    this.#processDuration.record(secondsSince(startedAt), labelsOf('process', template, error), context);
  }

  #tally(operation: Operation, template: string): Tally {
    const key = `${operation} ${template}`;
    let tally = this.#tallies.get(key);
    if (tally === undefined) {
      const isSent = operation === 'publish' || operation === 'request';
      tally = { isSent, labels: labelsOf(operation, template), subjectLabel: { subject: template }, pending: 0 };
      this.#tallies.set(key, tally);
    }
    return tally;
  }

  #add(): void {
    const touched = this.#touched;
    this.#touched = [];
    for (const tally of touched) {
      (tally.isSent ? this.#sent : this.#consumed).add(tally.pending, tally.labels);
      if (tally.isSent) this.#eventsPublished.add(tally.pending, tally.subjectLabel);
      tally.pending = 0;
    }
  }
}

/** What an error is called: its class, or the code that nats 2 gives all of its errors. */
export function errorType(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code: unknown = Reflect.get(error, 'code');
  if (error.name === 'NatsError' && typeof code === 'string') return code;
  // Requests of nats-core 3 fail with a RequestError that says in its cause what it was.
  return error.name === 'RequestError' && error.cause instanceof Error ? error.cause.name : error.name;
}

const labelsOf = (operation: Operation, template: string, error?: unknown): Labels => ({
  'messaging.system': 'nats',
  'messaging.operation.name': operation,
  'messaging.destination.template': template,
  ...(error !== undefined && { 'error.type': errorType(error) }),
});

interface Definition {
  readonly name: string;
  readonly unit: string;
  readonly brief: string;
  readonly buckets?: readonly number[];
}

const nameAndOptions = ({ name, unit, brief, buckets }: Definition): [string, MetricOptions] => [
  name,
  {
    unit,
    description: brief,
    ...(buckets !== undefined && { advice: { explicitBucketBoundaries: [...buckets] } }),
  },
];

const secondsSince = (startedAt: number): number => (performance.now() - startedAt) / 1000;
