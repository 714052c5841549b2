/** A small server of our own for `/metrics`. */
import { createServer, type Server } from 'node:http';
import type { Config } from '../config.ts';
import { reasonOf, sayOnce } from '../diagnostics.ts';
import type { Scrape } from './scrape.ts';

const portsToTry = 20;

/**
 * Listens on the set port, or on the next free one; each cluster worker on its own. Neither the server nor a scrape
 * keeps the process alive. Gives the function that closes it.
 */
export function startMetricsServer(scrape: Scrape, { metricsHost, metricsPort }: Config): () => void {
  const server = createServer((request, response) => {
    if (request.url?.split('?', 1)[0] === '/metrics') return scrape(request, response);
    response.writeHead(404, { connection: 'close' }).end();
  });
  server.unref();
  server.on('connection', (socket) => socket.unref());
  listen(server, metricsHost, metricsPort, metricsPort);
  return () => server.close();
}

function listen(server: Server, host: string, wanted: number, port: number): void {
  const onError = (error: unknown): void => {
    const isBusy = reasonOf(error) === 'EADDRINUSE';
    if (isBusy && port < Math.min(wanted + portsToTry, 65_535)) return listen(server, host, wanted, port + 1);
    sayOnce(`No /metrics: ${host}:${port} cannot be listened on (${reasonOf(error)}); metrics are still pushed.`);
  };
  server.once('error', onError);
  // Not exclusive, a port would be shared by all workers of a cluster, and each scrape answered by another one.
  server.listen({ port, host, exclusive: true }, () => {
    server.off('error', onError);
    server.on('error', () => {});
    if (port !== wanted) sayOnce(`Port ${wanted} is busy: /metrics is on http://${host}:${port}/metrics instead.`);
  });
}
