/** A request to an engine that speaks HTTP; what goes wrong is one sentence. */
import { EngineError, reasonOf } from './engine-error.ts';

/** @throws EngineError where the server cannot be reached or refuses; the signal’s reason where that is aborted */
export async function post(
  what: string,
  url: string,
  request: RequestInit & { signal: AbortSignal },
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { method: 'POST', ...request });
  } catch (error) {
    request.signal.throwIfAborted();
    const hint = 'see that its server runs and that the address is right';
    const message = `${what} cannot be reached (${reasonOf(error)}): ${hint}.`;
    throw new EngineError('EngineUnreachable', message, { cause: error });
  }
  if (response.ok) return response;
  throw refusal(what, response, await errorCode(response));
}

const hints: Readonly<Record<number, string>> = {
  401: 'give the API key that its provider gave you',
  403: 'the API key may not use this model',
  404: 'see that the address ends as its server has it, usually in /v1, and that the model is installed there',
  413: 'send less at once',
  429: 'it is asked more often than it allows',
};

function refusal(what: string, { status, headers }: Response, code: string | undefined): EngineError {
  const hint = hints[status] ?? (status >= 500 ? 'its log says why' : 'it does not understand what it is asked');
  const retryAfterMs = waitAskedFor(headers);
  const message = `${what} answered ${status}${code === undefined ? '' : ` (${code})`}: ${hint}.`;
  return new EngineError('EngineRefusal', message, { status, ...(retryAfterMs !== undefined && { retryAfterMs }) });
}

/** The wait that `Retry-After` asks for, in seconds or until a date. */
function waitAskedFor(headers: Headers): number | undefined {
  const written = headers.get('retry-after');
  if (written === null) return undefined;
  const ms = /^[\d.]+$/.test(written) ? Number(written) * 1000 : Date.parse(written) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** The error’s code; its text is left alone, since a provider may repeat there what it was asked. */
async function errorCode(response: Response): Promise<string | undefined> {
  try {
    const { error } = (await response.json()) as { error?: { code?: unknown; type?: unknown } };
    return [error?.code, error?.type].find((each) => typeof each === 'string' && /^[\w.-]{1,64}$/.test(each)) as
      | string
      | undefined;
  } catch {
    return undefined; // not JSON: the status says enough
  }
}
