/** Metrics of any service with an API or a model. */
import { metric } from '../define.ts';
import * as labels from '../labels.ts';
import { requestSeconds } from './buckets.ts';

export const apiRequests = metric({
  name: 'api_requests',
  instrument: 'counter',
  unit: '{request}',
  brief: 'Requests that were answered.',
  owner: 'every service',
  labels: [labels.endpoint, labels.method, labels.status],
});
export const apiLatency = metric({
  name: 'api_latency',
  instrument: 'histogram',
  unit: 's',
  brief: 'Request received → response sent.',
  owner: 'every service',
  labels: [labels.endpoint],
  buckets: requestSeconds,
});
export const modelPredictions = metric({
  name: 'model_predictions',
  instrument: 'counter',
  unit: '{prediction}',
  brief: 'Predictions of models.',
  owner: 'every service',
  labels: [labels.model, labels.predictionStatus],
});
export const modelLatency = metric({
  name: 'model_latency',
  instrument: 'histogram',
  unit: 's',
  brief: 'Model asked → prediction complete.',
  owner: 'every service',
  labels: [labels.model],
  buckets: requestSeconds,
});
