/** Which hosts learn the headers of a request: the one that is connected to, and the one that it is meant for. */
import type { RequestOptions } from 'node:http';

/** A request of undici or fetch, as far as it matters here. */
interface UndiciRequest {
  readonly origin: string;
  readonly path: string;
  /** The `Host` header, where it was set. */
  readonly host?: string | null;
}

/** Hosts of a request of `node:http` and `node:https`, with their ports. */
export function hostsOf({ hostname, host, path, headers }: RequestOptions): string[] {
  return [hostname || host || 'localhost', hostHeader(headers), proxiedHost(path)].filter((name) => name !== undefined);
}

/** Hosts of a request of undici and fetch, with their ports. */
export function hostsOfUndici({ origin, path, host }: UndiciRequest): string[] {
  return [URL.parse(origin)?.host ?? '', host ?? undefined, proxiedHost(path)].filter((name) => name !== undefined);
}

/** A request to a proxy has the whole URL where others have the path. */
const proxiedHost = (path: string | null | undefined): string | undefined =>
  path?.startsWith('/') === false ? URL.parse(path)?.host : undefined;

function hostHeader(headers: RequestOptions['headers']): string | undefined {
  const entries = Array.isArray(headers) ? pairsOf(headers) : Object.entries(headers ?? {});
  const [, value] = entries.find(([name]) => name.toLowerCase() === 'host') ?? [];
  return value === undefined ? undefined : String(value);
}

const pairsOf = (list: readonly string[]): [string, string | undefined][] =>
  list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1]]] : []));
