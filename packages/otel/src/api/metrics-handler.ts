/** `/metrics` on the service's own server. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { processState } from '../process-state.ts';

/**
 * Answers a scrape on the service's own server, in Prometheus's text format; 503 with one sentence where telemetry is off.
 * Express: `app.get('/metrics', metricsHandler)`.
 * Fastify: `app.get('/metrics', (request, reply) => { reply.hijack(); metricsHandler(request.raw, reply.raw); })`.
 */
export function metricsHandler(request: IncomingMessage, response: ServerResponse): void {
  const serve = processState()?.serveMetrics;
  if (serve !== undefined) return serve(request, response);
  response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(
    "No metrics: telemetry is switched off, or `import '@mordomo/otel'` is not this service's first line.\n",
  );
}
