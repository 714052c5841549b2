/** One attempt to have the model answer, and its span. */
import { context as contextApi } from '@opentelemetry/api';
import { now } from '../../clock.ts';
import { EngineError, reasonOf } from '../engine-error.ts';
import { post } from '../http.ts';
import { Patience } from '../patience.ts';
import { Answer } from './answer.ts';
import { startChatSpan, type ChatRequest } from './chat-span.ts';
import { chunksOf, done } from './protocol.ts';
import type { Tool } from './tools.ts';

export interface AttemptRequest extends ChatRequest {
  readonly apiKey: string | undefined;
  readonly timeoutMs: number;
  readonly tools: readonly Tool[];
  readonly signal: AbortSignal | undefined;
}

/** What an attempt tells of itself. */
export interface Listener {
  /** The first piece of text has come. */
  readonly began: () => void;
  /** However it ended. @param hasBegun whether the model began to work: a request that it refused costs nothing */
  readonly ended: (answer: Answer, costUsd: number | undefined, hasBegun: boolean) => void;
}

/** The model, as sentences about it begin. A password in the address stays out of them. */
export const describe = ({ model, url }: ChatRequest): string => `The language model ${model} at ${url.host}`;

/**
 * Gives the text piece by piece, and at the end the whole answer.
 * @throws EngineError; the reason of the request’s signal where that is aborted
 */
export async function* attempt(request: AttemptRequest, listener: Listener): AsyncGenerator<string, Answer, void> {
  const answer = new Answer();
  const patience = new Patience(describe(request), request.timeoutMs, request.signal);
  const span = startChatSpan(request);
  let firstChunkTime: number | undefined;
  let hasBegun = false;
  let isDone = false;
  let error: EngineError | undefined;
  try {
    patience.start();
    const response = await contextApi.with(span.context, () => send(request, patience.signal));
    hasBegun = true;
    for await (const chunk of chunksOf(describe(request), response)) {
      patience.stop();
      firstChunkTime ??= now();
      if (chunk === done) break;
      const text = answer.add(chunk);
      if (text !== '') {
        listener.began();
        yield text;
      }
      patience.start();
    }
    check(request, answer);
    isDone = true;
    return answer;
  } catch (thrown) {
    request.signal?.throwIfAborted();
    error = asEngineError(request, patience.signal.aborted ? patience.signal.reason : thrown);
    throw error;
  } finally {
    patience.stop();
    if (!isDone) patience.giveUp();
    const isInterrupted = !isDone && error === undefined;
    const cost = span.end(answer, { isInterrupted, hasBegun, firstChunkTime, ...(error && { error }) });
    listener.ended(answer, cost, hasBegun);
  }
}

function send(request: AttemptRequest, signal: AbortSignal): Promise<Response> {
  const { url, apiKey, model, messages, isStream } = request;
  const tools = request.tools.map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, description, parameters },
  }));
  const headers = {
    'content-type': 'application/json',
    ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
  };
  const body = JSON.stringify({
    model,
    messages,
    ...(isStream && { stream: true, stream_options: { include_usage: true } }),
    ...(tools.length > 0 && { tools }),
  });
  return post(describe(request), `${url.href.replace(/\/$/, '')}/chat/completions`, { headers, body, signal });
}

function check(request: AttemptRequest, answer: Answer): void {
  if (!answer.isComplete) throw brokeOff(request, 'its stream ended early');
  if (answer.isEmpty)
    throw new EngineError(
      'EngineSilent',
      `${describe(request)} answered without a word: ask it by other words, or another model.`,
    );
}

const brokeOff = (request: AttemptRequest, why: string, cause?: unknown): EngineError =>
  new EngineError('EngineBrokeOff', `${describe(request)} broke off in the middle of its answer (${why}).`, { cause });

/** What is thrown while an answer is read is the connection’s. */
const asEngineError = (request: AttemptRequest, thrown: unknown): EngineError =>
  thrown instanceof EngineError ? thrown : brokeOff(request, reasonOf(thrown), thrown);
