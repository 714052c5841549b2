/**
 * The span of each request that the service answers: what a web framework knows of the request (its route, the errors of
 * its handlers) is put there.
 */
import { errorMonitor } from 'node:events';
import { ServerResponse, type IncomingMessage } from 'node:http';
import { context, SpanStatusCode, type Span } from '@opentelemetry/api';
import { getRPCMetadata, type RPCMetadata } from '@opentelemetry/core';
import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import { quietly } from './api/quietly.ts';

interface Served {
  /** Its route is read when the response ends, for the span and for the metrics. */
  readonly metadata: RPCMetadata;
  /** Errors pass several handlers on their way out. */
  readonly recorded: Set<unknown>;
  /** What ended the response in its middle. */
  cutOffBy?: Error;
}

const served = new WeakMap<object, Served>();

/** Remembers the span of a request. Called while its context is active. */
export function watchRequest(request: IncomingMessage): void {
  const metadata = getRPCMetadata(context.active());
  if (metadata !== undefined) served.set(request, { metadata, recorded: new Set() });
}

/** Watches what is piped into a response: its errors are nobody else's once the headers are sent. */
export function watchResponse(response: ServerResponse): void {
  response.on('pipe', (source) => {
    source.once(errorMonitor, (error: Error) => {
      recordError(response.req, error);
      const request = served.get(response.req);
      if (request !== undefined) request.cutOffBy = error;
    });
  });
}

/** The route that was found so far. */
export const routeOf = (request: object): string | undefined => served.get(request)?.metadata.route;

/** Sets the route, such as `/rooms/:room`, on the span and the metrics of a request. */
export function setRoute(request: object, route: string | undefined): void {
  const metadata = served.get(request)?.metadata as { route?: string | undefined } | undefined;
  if (metadata !== undefined) metadata.route = route;
}

/** Records an error of a handler on the span of its request, once. The status is the response's. */
export function recordError(request: object, error: unknown): void {
  const known = served.get(request);
  if (known === undefined || known.recorded.has(error)) return;
  known.recorded.add(error);
  quietly(() => known.metadata.span.recordException(error instanceof Error ? error : String(error)));
}

/** Marks a span whose response was cut off: its status code was sent before anything went wrong. */
export function markCutOff(span: Span, response: object): void {
  if (!(response instanceof ServerResponse) || response.writableFinished) return;
  const error = served.get(response.req)?.cutOffBy;
  if (error === undefined) return;
  span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
  span.setAttribute(ATTR_ERROR_TYPE, error.name);
}
