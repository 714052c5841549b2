/** What the metrics are labelled with. */
import type { AttributesOf, metrics } from '@mordomo/semconv';
import type { MetricOptions } from '@opentelemetry/api';

export type Operation = 'publish' | 'request' | 'receive' | 'process' | 'ack' | 'nak' | 'term';

export type Labels = AttributesOf<typeof metrics.messagesSent.labels>;

export const labelsOf = (operation: Operation, template: string, error?: unknown): Labels => ({
  'messaging.system': 'nats',
  'messaging.operation.name': operation,
  'messaging.destination.template': template,
  ...(error !== undefined && { 'error.type': errorType(error) }),
});

/** What an error is called: its class, or the code that nats 2 gives all of its errors. */
export function errorType(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code: unknown = Reflect.get(error, 'code');
  if (error.name === 'NatsError' && typeof code === 'string') return code;
  // Requests of nats-core 3 fail with a RequestError that says in its cause what it was.
  return error.name === 'RequestError' && error.cause instanceof Error ? error.cause.name : error.name;
}

interface Definition {
  readonly name: string;
  readonly unit: string;
  readonly brief: string;
  readonly buckets?: readonly number[];
}

export const nameAndOptions = ({ name, unit, brief, buckets }: Definition): [string, MetricOptions] => [
  name,
  {
    unit,
    description: brief,
    ...(buckets !== undefined && { advice: { explicitBucketBoundaries: [...buckets] } }),
  },
];
