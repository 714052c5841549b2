/**
 * The OpenAI-compatible protocol, `/v1/chat/completions`, as far as it is used here: whole answers and streamed ones, in
 * the dialects of OpenAI, Ollama, llama.cpp and their like.
 */
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { EngineError } from '../engine-error.ts';

/** A tool call in a message: the arguments are JSON, as the model wrote it. */
export interface WireToolCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

export type WireMessage =
  | { readonly role: 'system' | 'user' | 'assistant'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string | null; readonly tool_calls: readonly WireToolCall[] }
  | { readonly role: 'tool'; readonly tool_call_id: string; readonly content: string };

/** A piece of a tool call; the first one has the name, all together the arguments. */
export interface WireToolCallPiece {
  readonly index?: number;
  readonly id?: string | null;
  readonly function?: { readonly name?: string | null; readonly arguments?: string | null };
}

interface WirePart {
  readonly content?: string | null;
  readonly tool_calls?: readonly WireToolCallPiece[] | null;
}

interface WireUsage {
  readonly prompt_tokens?: number;
  readonly completion_tokens?: number;
  readonly prompt_tokens_details?: { readonly cached_tokens?: number } | null;
  readonly completion_tokens_details?: { readonly reasoning_tokens?: number } | null;
}

/** A whole answer, which has a `message`, or a chunk of a streamed one, which has a `delta`. */
export interface WireChunk {
  readonly id?: string;
  readonly model?: string;
  readonly choices?: readonly {
    readonly delta?: WirePart;
    readonly message?: WirePart;
    readonly finish_reason?: string | null;
  }[];
  readonly usage?: WireUsage | null;
  readonly error?: unknown;
}

/** What streamed answers end with, by most servers. */
export const done = Symbol('done');

/** The chunks of an answer, or all of it as the only one. @throws EngineError where it is not of this protocol */
export async function* chunksOf(what: string, response: Response): AsyncIterable<WireChunk | typeof done> {
  const { body, headers } = response;
  if (body === null || !headers.get('content-type')?.startsWith('text/event-stream')) {
    yield parse(what, await response.text());
    yield done;
    return;
  }
  const events = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  // What is left when the last chunk was read is the end of the response: cancelled, its connection could not be used again.
  for await (const { data } of events.values({ preventCancel: true })) {
    if (data === '[DONE]') {
      yield done;
      return;
    }
    yield parse(what, data);
  }
}

function parse(what: string, json: string): WireChunk {
  let chunk: WireChunk;
  try {
    chunk = JSON.parse(json) as WireChunk;
  } catch (error) {
    const hint = 'see that the address is that of an OpenAI-compatible server';
    throw new EngineError('EngineNotUnderstood', `${what} answered something else than JSON: ${hint}.`, {
      cause: error instanceof Error ? error.name : undefined, // a syntax error repeats what it could not read
    });
  }
  if (chunk.error)
    throw new EngineError('EngineBrokeOff', `${what} reported an error in its answer: its log says why.`);
  return chunk;
}
