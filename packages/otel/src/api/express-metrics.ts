/** Metrics of requests for services that are made with Express. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { context, createContextKey } from '@opentelemetry/api';
import { measureResponse } from './measure-response.ts';

/** Where the HTTP instrumentation and those of web frameworks keep the route of the request that is being answered. */
const requestMetadata = createContextKey('OpenTelemetry SDK Context Key RPC_METADATA');

interface Request extends IncomingMessage {
  /** Where routers are mounted: the path as it came, with ids. */
  readonly baseUrl?: string;
  readonly route?: { readonly path: unknown };
}

/**
 * A middleware for Express 4 and 5: `app.use(expressMetrics())` above the routes records `api_requests_total` and
 * `api_latency_seconds` of every request that comes by.
 */
export const expressMetrics =
  () =>
  (request: Request, response: ServerResponse, next: () => void): void => {
    const metadata = context.active().getValue(requestMetadata) as { readonly route?: string } | undefined;
    measureResponse(request, response, () => metadata?.route ?? ownRoute(request));
    next();
  };

/** The template as far as Express itself knows it: of the place where a router is mounted there is only the path. */
function ownRoute({ baseUrl = '', route }: Request): string | undefined {
  if (route === undefined) return undefined;
  return `${baseUrl === '' ? '' : '*'}${String(route.path)}`;
}
