/** A service that calls another one by fetch and undici, and writes its lines with `console`. */
import '@mordomo/otel';
import { createServer } from 'node:http';
import { trace } from '@opentelemetry/api';
import { Agent, fetch as undiciFetch, request } from 'undici';

const server = createServer((_request, response) => response.writeHead(202).end('done')).listen(0, '127.0.0.1', () => {
  const origin = `http://127.0.0.1:${server.address().port}`;
  void trace.getTracer('app').startActiveSpan('work', async (span) => {
    await fetch(`${origin}/by-fetch`).then((answer) => answer.text());
    await undiciFetch(`${origin}/by-undici-fetch`).then((answer) => answer.text());
    const dispatcher = new Agent();
    await request(`${origin}/by-undici-request`, { dispatcher }).then(({ body }) => body.text());
    await dispatcher.close();
    console.log('asked for a room');
    span.end();
    server.close();
    server.closeAllConnections();
  });
});
