/** Metrics of HTTP requests, recorded by the stock instrumentations. */
import { errorType } from '../attributes.ts';
import { metric } from '../define.ts';
import * as labels from '../upstream-labels.ts';
import { advisedSeconds } from './buckets.ts';

const ofEveryRequest = [
  labels.httpMethod,
  labels.httpStatus,
  errorType,
  labels.urlScheme,
  labels.protocolVersion,
] as const;

export const httpServerRequestDuration = metric({
  name: 'http.server.request.duration',
  instrument: 'histogram',
  unit: 's',
  brief: 'Request received → response sent. Scrapes and health checks are not among them.',
  owner: 'every service',
  labels: [...ofEveryRequest, labels.httpRoute],
  buckets: advisedSeconds,
});
export const httpClientRequestDuration = metric({
  name: 'http.client.request.duration',
  instrument: 'histogram',
  unit: 's',
  brief: 'Request made → response received.',
  owner: 'every service',
  labels: [...ofEveryRequest, labels.serverAddress, labels.serverPort],
  buckets: advisedSeconds,
});
