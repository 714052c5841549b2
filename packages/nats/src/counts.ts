/**
 * The counters. To add to one takes as long as to publish a message, so messages are counted here and added when somebody
 * looks: whenever metrics are collected, and where `add` is called. What a collection gives is exact.
 */
import { metrics, type AttributesOf } from '@mordomo/semconv';
import type { Context, Counter, Meter } from '@opentelemetry/api';
import { labelsOf, nameAndOptions, type Labels, type Operation } from './labels.ts';

type SubjectLabel = AttributesOf<typeof metrics.eventsPublished.labels>;

/** The messages of one operation on the subjects of one template. */
interface Series {
  readonly labels: Labels;
  readonly subjectLabel: SubjectLabel;
  /** What the counters do not have yet. */
  pending: number;
  /** Of the last of these messages: its span becomes the exemplar. */
  context: Context | undefined;
}

const isSent = (operation: Operation): boolean => operation === 'publish' || operation === 'request';

export class Counts {
  readonly #eventsPublished: Counter;
  readonly #sent: Counter;
  readonly #consumed: Counter;
  readonly #series = new Map<Operation, Map<string, Series>>();

  constructor(meter: Meter) {
    this.#eventsPublished = meter.createCounter(...nameAndOptions(metrics.eventsPublished));
    this.#sent = meter.createCounter(...nameAndOptions(metrics.messagesSent));
    this.#consumed = meter.createCounter(...nameAndOptions(metrics.messagesConsumed));
    // Observed before each collection; it has no values, so no metric comes of it.
    const collection = meter.createObservableGauge('mordomo.nats.collection');
    meter.addBatchObservableCallback(() => this.add(), [collection]);
  }

  /** Counts a message. @param context with the span that becomes the exemplar */
  count(operation: Operation, template: string, context: Context): void {
    const series = this.#series.get(operation)?.get(template);
    if (series === undefined) {
      this.#begin(operation, template, context);
      return;
    }
    series.pending += 1;
    series.context = context;
  }

  /** Counts a message that could not be sent. */
  countFailure(operation: Operation, template: string, error: unknown): void {
    this.#sent.add(1, labelsOf(operation, template, error));
  }

  /** Adds to the counters what was counted. */
  add(): void {
    for (const [operation, ofTemplates] of this.#series) {
      for (const series of ofTemplates.values()) {
        const { pending, context } = series;
        if (pending === 0) continue;
        series.pending = 0;
        series.context = undefined;
        this.#addTo(operation, series, pending, context);
      }
    }
  }

  /** The first message is added at once: with it the series begins, and the SDK notes the time. */
  #begin(operation: Operation, template: string, context: Context): void {
    const series: Series = {
      labels: labelsOf(operation, template),
      subjectLabel: { subject: template },
      pending: 0,
      context: undefined,
    };
    const ofTemplates = this.#series.get(operation) ?? new Map<string, Series>();
    this.#series.set(operation, ofTemplates.set(template, series));
    this.#addTo(operation, series, 1, context);
  }

  #addTo(operation: Operation, { labels, subjectLabel }: Series, count: number, context: Context | undefined): void {
    (isSent(operation) ? this.#sent : this.#consumed).add(count, labels, context);
    if (isSent(operation)) this.#eventsPublished.add(count, subjectLabel, context);
  }
}
