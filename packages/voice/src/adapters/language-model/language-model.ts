/**
 * A language model behind the OpenAI-compatible protocol: OpenAI, Ollama, llama.cpp and their like give the same spans and
 * metrics. Meant to be asked within a stage `brain`, whose telemetry says how long the user waited.
 */
import { metrics } from '@mordomo/semconv';
import { setTimeout as sleep } from 'node:timers/promises';
import { record } from '../../instruments.ts';
import type { RunningStage, StageAttributes } from '../../open-stage.ts';
import { EngineError } from '../engine-error.ts';
import type { Answer } from './answer.ts';
import { attempt, describe, type AttemptRequest, type Listener } from './attempt.ts';
import { Bill } from './bill.ts';
import { pricesInForce } from './cost.ts';
import type { Price } from './prices.ts';
import type { WireMessage } from './protocol.ts';
import { executeTool, type Tool } from './tools.ts';

export interface LanguageModelSettings {
  /** Who answers: `openai`, `groq`, `mistral_ai`; of a local server its name, such as `ollama` or `llama.cpp`. */
  readonly provider: string;
  readonly model: string;
  /** The address of the API, such as `http://127.0.0.1:11434/v1`. */
  readonly baseUrl: string;
  /** `local` costs nothing. */
  readonly location: 'local' | 'cloud';
  readonly apiKey?: string;
  /** Prices that come before those of `MORDOMO_PRICES` and the built-in ones. */
  readonly prices?: readonly Price[];
  /** How long the model may be silent, in milliseconds. Default: 10 s, more than anybody waits. */
  readonly timeoutMs?: number;
}

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface AskOptions {
  /** What the model may have done before it answers. */
  readonly tools?: readonly Tool[];
  /** Aborted when nobody wants the answer any more. */
  readonly signal?: AbortSignal;
  /** The stage that the question is part of: told the model, the first token, the tokens used and the cost. */
  readonly stage?: Pick<RunningStage, 'set' | 'mark'>;
}

/** Both ask again, up to twice, where the model refuses for now, fails, or cannot be reached. Both throw an `EngineError`. */
export interface LanguageModel {
  /** What a stage says of the model; one that is given to `stream` or `answer` says it by itself. */
  readonly attributes: StageAttributes;
  /** The answer piece by piece, as the model writes it. */
  stream(messages: readonly Message[], options?: AskOptions): AsyncIterable<string>;
  /** The whole answer at once. */
  answer(messages: readonly Message[], options?: AskOptions): Promise<string>;
}

const defaultTimeoutMs = 10_000;
const mostAttempts = 3;
/** Where the server does not say how long to wait. */
const retryMs = 250;
/** A model that asks for tools so often does not come to an end. */
const mostRounds = 8;

export function languageModel({
  baseUrl,
  prices = [],
  timeoutMs,
  apiKey,
  ...about
}: LanguageModelSettings): LanguageModel {
  const shared = {
    ...about,
    url: new URL(baseUrl),
    prices: pricesInForce(prices),
    timeoutMs: timeoutMs ?? defaultTimeoutMs,
    apiKey,
  };
  const attributes: StageAttributes = {
    'gen_ai.provider.name': about.provider,
    'gen_ai.request.model': about.model,
    'voice.brain.location': about.location,
  };
  const start = (messages: readonly Message[], { tools = [], signal, stage }: AskOptions, isStream: boolean) => {
    stage?.set(attributes);
    return converse({ ...shared, messages, tools, signal, isStream }, stage);
  };
  return {
    attributes,
    stream: (messages, options = {}) => start(messages, options, true),
    answer: async (messages, options = {}) => (await Array.fromAsync(start(messages, options, false))).join(''),
  };
}

/** Asks, does what the model asks for, and asks again with the results, until the model has answered. */
async function* converse(first: AttemptRequest, stage: AskOptions['stage']): AsyncIterable<string> {
  const { tools, signal } = first;
  const bill = new Bill();
  const listener: Listener = {
    began: () => stage?.mark('first_token'), // only the first time counts
    ended: (answer, costUsd, hasBegun) => void (hasBegun && bill.add(answer.usage, costUsd)),
  };
  try {
    let messages: readonly WireMessage[] = first.messages;
    for (let round = 1; round <= mostRounds; round++) {
      const { text, calls } = yield* patiently({ ...first, messages }, listener);
      if (calls.length === 0) return;
      const results = await Promise.all(calls.map((call) => executeTool(call, tools)));
      signal?.throwIfAborted();
      messages = [...messages, { role: 'assistant', content: text || null, tool_calls: calls }, ...results];
    }
    throw new EngineError('EngineSilent', `${describe(first)} asked for tools ${mostRounds} times and never answered.`);
  } finally {
    stage?.set(bill.attributes);
  }
}

/** Asks again what was refused for now, unless something of the answer was heard already. */
async function* patiently(request: AttemptRequest, listener: Listener): AsyncGenerator<string, Answer, void> {
  const { provider, model, signal } = request;
  for (let count = 1; ; count++) {
    try {
      return yield* attempt(request, listener);
    } catch (error) {
      const reason = retryReason(error);
      const waitMs = error instanceof EngineError ? (error.retryAfterMs ?? retryMs) : retryMs;
      // Who asks for a longer wait than the user has might as well have said no.
      if (reason === undefined || count === mostAttempts || waitMs > request.timeoutMs) throw error;
      record(metrics.llmRetries, 1, { provider, model, reason });
      await sleep(waitMs, undefined, { signal });
    }
  }
}

function retryReason(error: unknown): 'rate_limited' | 'server_error' | 'unreachable' | undefined {
  if (!(error instanceof EngineError)) return undefined;
  if (error.name === 'EngineUnreachable') return 'unreachable';
  if (error.name !== 'EngineRefusal' || error.status === undefined) return undefined;
  if (error.status === 429) return 'rate_limited';
  return error.status >= 500 ? 'server_error' : undefined;
}
