/** A real HTTP server that answers as it is told, the way language model servers do. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An answer: pieces of a stream, as they are on the wire; a whole one; or a refusal. */
export type Served =
  | { readonly stream: readonly string[]; readonly end?: 'orderly' | 'broken' | 'never' }
  | { readonly json: unknown }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly json?: unknown };

interface Asked {
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

/** Gives the answers one after the other, the last one again and again. */
export class LanguageModelServer {
  readonly asked: Asked[] = [];
  #answers: Served[] = [];
  readonly #server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { authorization } = request.headers;
      this.asked.push({ path: request.url, authorization, body: JSON.parse(body) });
      const [answer] = this.#answers.length > 1 ? this.#answers.splice(0, 1) : this.#answers;
      if (answer !== undefined) serve(answer, response);
    });
  });

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => void this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  willAnswer(...answers: Served[]): void {
    this.#answers = answers;
    this.asked.length = 0;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

function serve(answer: Served, response: ServerResponse): void {
  if (!('stream' in answer)) {
    const { status = 200, headers = {} } = 'status' in answer ? answer : {};
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(answer.json ?? ''));
    return;
  }
  const { stream, end = 'orderly' } = answer;
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  const [last] = stream.map((piece) => response.write(piece)).slice(-1);
  if (end === 'orderly') response.end();
  if (end === 'broken') setImmediate(() => response.destroy());
  if (last === undefined) response.flushHeaders();
}
