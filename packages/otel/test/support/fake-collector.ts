/** A fake collector: takes OTLP/JSON over HTTP and remembers it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { spoolRecords } from './processes.ts';

interface OtlpAttribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** A span, log record or metric with the attributes as a plain object. */
export interface Item {
  readonly [key: string]: unknown;
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface Group {
  readonly resource: { readonly attributes: readonly OtlpAttribute[] };
  readonly [scopes: string]: unknown;
}

/** Status and body for a request; 200 and `{}` where nothing is said; status 0 never answers. */
export type Answer = (path: string, body: string) => { status: number; body?: string } | undefined;

export class FakeCollector {
  /** Bodies that were answered with 200, by path. */
  readonly #accepted: { path: string; body: string }[] = [];
  readonly #server: Server;
  answer: Answer = () => undefined;

  constructor() {
    this.#server = createServer((request, response) => {
      void text(request).then((body) => {
        const path = request.url ?? '';
        const { status, body: said = '{}' } = this.answer(path, body) ?? { status: 200 };
        if (status === 0) return;
        if (status === 200) this.#accepted.push({ path, body });
        response.writeHead(status, { 'content-type': 'application/json' }).end(said);
      });
    });
  }

  /** Listens on a port, a free one by default, and gives its address. */
  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve) => void this.#server.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${this.port}`;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => void this.#server.close(resolve));
  }

  /** Takes what lies in a service's spool, as if it had been sent. */
  takeSpool(spoolDir: string, service: string): void {
    for (const { signal, body } of spoolRecords(spoolDir, service)) {
      this.#accepted.push({ path: `/v1/${signal}`, body: JSON.stringify(body) });
    }
  }

  spans = (): Item[] => this.#items('/v1/traces', 'resourceSpans', 'scopeSpans', 'spans');
  logs = (): Item[] => this.#items('/v1/logs', 'resourceLogs', 'scopeLogs', 'logRecords');
  metrics = (): Item[] => this.#items('/v1/metrics', 'resourceMetrics', 'scopeMetrics', 'metrics');

  /** Attributes of every resource that was sent. */
  resources(): Record<string, unknown>[] {
    return this.#accepted.flatMap(({ body }) =>
      Object.values(JSON.parse(body) as Record<string, Group[]>).flatMap((groups) =>
        groups.map(({ resource }) => plain(resource.attributes)),
      ),
    );
  }

  /** Everything that was accepted, as it came. */
  get received(): string {
    return this.#accepted.map(({ body }) => body).join('\n');
  }

  /** How many requests were accepted. */
  get requests(): number {
    return this.#accepted.length;
  }

  #items(path: string, groups: string, scopes: string, items: string): Item[] {
    return this.#accepted
      .filter((request) => request.path === path)
      .flatMap(({ body }) => (JSON.parse(body) as Record<string, Group[]>)[groups] ?? [])
      .flatMap((group) => group[scopes] as Record<string, Item[]>[])
      .flatMap((scope) => scope[items] ?? [])
      .map((item) => ({ ...item, attributes: plain(item.attributes as unknown as OtlpAttribute[]) }));
  }
}

/** A port at which nobody listens. */
export async function absentPort(): Promise<number> {
  const reserved = new FakeCollector();
  await reserved.start();
  const { port } = reserved;
  await reserved.stop();
  return port;
}

/** OTLP attributes as a plain object. */
const plain = (attributes: readonly OtlpAttribute[] = []): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
