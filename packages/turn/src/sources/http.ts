import { asObject, asText } from '../otlp/values.ts';

/** A backend gave no usable answer. The message is one sentence that says which, where and why. */
export class BackendError extends Error {
  override readonly name = 'BackendError';
  /** The HTTP status, if it answered. */
  readonly status: number | undefined;

  constructor(message: string, { status, ...options }: ErrorOptions & { readonly status?: number } = {}) {
    super(message, options);
    this.status = status;
  }
}

/** How to ask one backend. */
export interface Backend {
  readonly name: string;
  /** Such as `http://127.0.0.1:16686`. */
  readonly url: string;
  readonly timeoutMs: number;
  /** Sent with every request, such as the tenant. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Asks a backend for JSON. 404 is an answer (`undefined`): the thing is not there.
 * @throws BackendError when nothing usable comes within the time
 */
export async function askJson(
  backend: Backend,
  path: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const { name, url, timeoutMs, headers = {} } = backend;
  try {
    const target = new URL(`${url.replace(/\/$/, '')}${path}?${new URLSearchParams(parameters).toString()}`);
    const response = await fetch(target, { headers, signal: AbortSignal.timeout(timeoutMs) });
    if (response.status === 404) {
      await response.body?.cancel();
      return undefined;
    }
    const text = await response.text();
    const { ok, status } = response;
    if (!ok) throw new BackendError(`${name} at ${url} refused (${status}): ${firstLine(text)}`, { status });
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof BackendError) throw error;
    throw new BackendError(`${name} at ${url} did not answer: ${reasonOf(error, timeoutMs)}.`, { cause: error });
  }
}

const firstLine = (text: string): string => (text.trim().split('\n')[0] ?? '').slice(0, 200);

function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `nothing came within ${timeoutMs} ms`;
  if (error instanceof SyntaxError) return 'what came is not JSON';
  const cause = asObject(error.cause);
  if (cause['code'] === 'ECONNREFUSED') return 'nothing listens there';
  return asText(cause['code']) || asText(cause['message']) || error.message;
}
