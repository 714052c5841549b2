/** The metrics: what is counted, and what is timed. */
import { metrics } from '@mordomo/semconv';
import type { Context, Histogram, Meter } from '@opentelemetry/api';
import { Counts } from './counts.ts';
import { labelsOf, nameAndOptions, type Operation } from './labels.ts';

/** All instruments of one meter. */
export class Instruments {
  readonly counts: Counts;
  readonly #operationDuration: Histogram;
  readonly #processDuration: Histogram;

  constructor(meter: Meter) {
    this.counts = new Counts(meter);
    this.#operationDuration = meter.createHistogram(...nameAndOptions(metrics.messagingOperationDuration));
    this.#processDuration = meter.createHistogram(...nameAndOptions(metrics.messageProcessDuration));
  }

  /** Times an operation of the client on the server. @param startedAt of `performance.now()` */
  operationTook(operation: Operation, template: string, startedAt: number, context: Context, error?: unknown): void {
    this.#operationDuration.record(secondsSince(startedAt), labelsOf(operation, template, error), context);
  }

  /** Times the handling of a message, likewise. */
  processingTook(template: string, startedAt: number, context: Context, error?: unknown): void {
    this.#processDuration.record(secondsSince(startedAt), labelsOf('process', template, error), context);
  }
}

const secondsSince = (startedAt: number): number => (performance.now() - startedAt) / 1000;
