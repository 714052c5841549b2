/** Counts and durations of requests and predictions. */
import { metrics as names, type AttributesOf, type MetricDefinition } from '@mordomo/semconv';
import { context as contextApi, metrics, type Context, type Counter, type Histogram } from '@opentelemetry/api';
import { quietly } from './quietly.ts';

/** Labels of a request: the template of its route, such as `/rooms/:room`, its method and the status of its response. */
export type RequestLabels = Required<AttributesOf<typeof names.apiRequests.labels>>;
/** Labels of a prediction: the model, and whether it answered. */
export type PredictionLabels = Required<AttributesOf<typeof names.modelPredictions.labels>>;

/**
 * Records `api_requests_total` and `api_latency_seconds`.
 * @param context holds the span that becomes the exemplar; default: the active one.
 */
export function recordApiRequest(
  { endpoint, method, status }: RequestLabels,
  durationSeconds: number,
  context: Context = contextApi.active(),
): void {
  quietly(() => {
    const { requests, latency } = instruments();
    requests.add(1, { endpoint, method, status }, context);
    latency.record(durationSeconds, { endpoint }, context);
  });
}

/**
 * Records `model_predictions_total` and `model_latency_seconds`.
 * @param context holds the span that becomes the exemplar; default: the active one.
 */
export function recordModelPrediction(
  { model, status }: PredictionLabels,
  durationSeconds: number,
  context: Context = contextApi.active(),
): void {
  quietly(() => {
    const { predictions, predictionLatency } = instruments();
    predictions.add(1, { model, status }, context);
    predictionLatency.record(durationSeconds, { model }, context);
  });
}

interface Instruments {
  readonly requests: Counter;
  readonly latency: Histogram;
  readonly predictions: Counter;
  readonly predictionLatency: Histogram;
}

let made: { readonly of: unknown; readonly instruments: Instruments } | undefined;

/** Made once, and again where telemetry is started after the first use: instruments keep the provider they came from. */
function instruments(): Instruments {
  const provider = metrics.getMeterProvider();
  if (made?.of === provider) return made.instruments;
  const meter = provider.getMeter('@mordomo/otel');
  const counter = ({ name, ...rest }: MetricDefinition): Counter => meter.createCounter(name, optionsOf(rest));
  const histogram = ({ name, ...rest }: MetricDefinition): Histogram => meter.createHistogram(name, optionsOf(rest));
  made = {
    of: provider,
    instruments: {
      requests: counter(names.apiRequests),
      latency: histogram(names.apiLatency),
      predictions: counter(names.modelPredictions),
      predictionLatency: histogram(names.modelLatency),
    },
  };
  return made.instruments;
}

const optionsOf = ({ unit, brief, buckets = [] }: Omit<MetricDefinition, 'name'>) => ({
  unit,
  description: brief,
  advice: { explicitBucketBoundaries: [...buckets] },
});
