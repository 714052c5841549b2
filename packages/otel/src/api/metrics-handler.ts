/** `/metrics` on the service's own server. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { processState } from '../process-state.ts';

/** What Fastify hands to a route, as far as it matters here. */
interface FastifyReply {
  readonly raw: ServerResponse;
  hijack(): unknown;
}

/**
 * Answers a scrape on the service's own server, in the format that the scraper asks for: OpenMetrics with exemplars, or
 * Prometheus's classic text. 503 with one sentence where telemetry is off.
 * Express, Fastify: `app.get('/metrics', metricsHandler)`. `node:http`: call it with request and response.
 */
export function metricsHandler(
  request: IncomingMessage | { readonly raw: IncomingMessage },
  response: ServerResponse | FastifyReply,
): void {
  if ('hijack' in response) response.hijack();
  answer('raw' in request ? request.raw : request, 'hijack' in response ? response.raw : response);
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const serve = processState()?.serveMetrics;
  if (serve !== undefined) return serve(request, response);
  response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(
    "No metrics: telemetry is switched off, or `import '@mordomo/otel'` is not this service's first line.\n",
  );
}
