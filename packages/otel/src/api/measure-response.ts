/** What the plugins for web servers share: one request, from its arrival to the end of its response. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { httpMethods, type HttpMethod } from '@mordomo/semconv';
import { context } from '@opentelemetry/api';
import { recordApiRequest } from './request-metrics.ts';

/** What proxies log for a client that went away. */
const clientClosedRequest = 499;

const measured = new WeakSet<ServerResponse>();

/**
 * Records a request once its response is over, however often this is called for it.
 * @param endpointOf the template of the route, as it is known at the end.
 */
export function measureResponse(
  { method }: IncomingMessage,
  response: ServerResponse,
  endpointOf: () => string | undefined,
): void {
  if (measured.has(response)) return;
  measured.add(response);
  const startedMs = performance.now();
  const active = context.active();
  response.once('close', () => {
    const status = response.writableFinished ? response.statusCode : clientClosedRequest;
    const endpoint = endpointOf() ?? 'unmatched';
    const labels = { endpoint, method: methodLabel(method), status };
    recordApiRequest(labels, (performance.now() - startedMs) / 1000, active);
  });
}

const methodLabel = (method: string | undefined): HttpMethod =>
  httpMethods.find((known) => known === method) ?? '_OTHER';
