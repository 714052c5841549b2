/** `/metrics`: the stock Prometheus exporter, on a small server of our own or on the service's. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import type { CollectionResult, MetricReader } from '@opentelemetry/sdk-metrics';
import type { Config } from '../config.ts';
import { reasonOf, sayOnce } from '../diagnostics.ts';
import { withUnitSuffixes } from './prometheus-names.ts';

const portsToTry = 20;

/** The stock exporter with the names that the other way, through the collector, gives. */
class ScrapeReader extends PrometheusExporter {
  override async collect(options?: Parameters<MetricReader['collect']>[0]): Promise<CollectionResult> {
    const { resourceMetrics, errors } = await super.collect(options);
    return { resourceMetrics: withUnitSuffixes(resourceMetrics), errors };
  }
}

/** A reader for scrapes that opens no port by itself. */
export const createScrapeReader = (): PrometheusExporter => new ScrapeReader({ preventServerStart: true });

/** Answers one scrape. The connection is closed after it: a scraper that keeps it open would delay the process's end. */
export function serveMetrics(reader: PrometheusExporter, request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('connection', 'close');
  reader.getMetricsRequestHandler(request, response);
}

/** Listens on the set port, or on the next free one. Neither the server nor a scrape keeps the process alive. */
export function startMetricsServer(reader: PrometheusExporter, { metricsHost, metricsPort }: Config): void {
  const server = createServer((request, response) => {
    if (request.url?.split('?', 1)[0] === '/metrics') return serveMetrics(reader, request, response);
    response.writeHead(404, { connection: 'close' }).end();
  });
  server.unref();
  server.on('connection', (socket) => socket.unref());
  listen(server, metricsHost, metricsPort, metricsPort);
}

function listen(server: Server, host: string, wanted: number, port: number): void {
  const onError = (error: unknown): void => {
    const isBusy = reasonOf(error) === 'EADDRINUSE';
    if (isBusy && port < Math.min(wanted + portsToTry, 65_535)) return listen(server, host, wanted, port + 1);
    sayOnce(`No /metrics: ${host}:${port} cannot be listened on (${reasonOf(error)}); metrics are still pushed.`);
  };
  server.once('error', onError);
  server.listen(port, host, () => {
    server.off('error', onError);
    server.on('error', () => {});
    if (port !== wanted) sayOnce(`Port ${wanted} is busy: /metrics is on http://${host}:${port}/metrics instead.`);
  });
}
