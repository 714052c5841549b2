/** The pages over HTTP, for browsers on this machine. It only reads, and says everything in one sentence. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { BadQuestionError, TurnNotFoundError } from '../errors.ts';
import { messagePage } from '../page/message-page.ts';
import { answer, type Answer, type Site } from './routes.ts';

/** Names under which a browser on this machine reaches it; under any other somebody else's page may be asking. */
const ownNames = new Set(['localhost', '127.0.0.1', '[::1]']);

const headers = {
  'cache-control': 'no-store',
  'content-security-policy': "frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** A server of the turns of `site`; it does not listen yet. */
export function createTurnServer(site: Site): Server {
  return createServer((request, response) => {
    void answerTo(request, site).then((found) => send(request, response, found));
  });
}

async function answerTo(request: IncomingMessage, site: Site): Promise<Answer> {
  if (!isForUs(request)) {
    return refusal(
      403,
      'This page is for browsers on its own machine: open it as http://127.0.0.1, or copy a turn with "mordomo trace ID --html FILE".',
    );
  }
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refusal(405, 'There is nothing to be changed here.');
  try {
    return await answer(request.url ?? '/', site);
  } catch (error) {
    if (error instanceof TurnNotFoundError) return refusal(404, error.message);
    if (error instanceof BadQuestionError) return refusal(400, error.message);
    console.error(error);
    return refusal(
      500,
      `The page failed in a way it should not: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

/** A page of another site can make its own name mean this machine, but not change the name that the browser tells. */
function isForUs({ headers: { host = '' } }: IncomingMessage): boolean {
  return ownNames.has(host.replace(/:\d+$/, '').toLowerCase());
}

const refusal = (status: number, sentence: string): Answer => ({
  status,
  type: 'text/html; charset=utf-8',
  body: messagePage(sentence),
});

function send(
  { method }: IncomingMessage,
  response: ServerResponse,
  { status, type, body = '', location }: Answer,
): void {
  response.writeHead(status, {
    ...headers,
    ...(type !== undefined && { 'content-type': type }),
    ...(location !== undefined && { location }),
    'content-length': Buffer.byteLength(body),
  });
  response.end(method === 'HEAD' ? undefined : body);
}
