/** The `chat` span of one attempt, by the GenAI conventions, and the metrics of what the attempt used. */
import { metrics, spans, type AttributesOf } from '@mordomo/semconv';
import { context as contextApi, SpanKind, SpanStatusCode, trace, type Context, type Span } from '@opentelemetry/api';
import { now } from '../../clock.ts';
import { contentIsCaptured, withoutPersonal } from '../../content.ts';
import { defer } from '../../deferred.ts';
import { record } from '../../instruments.ts';
import { tracer } from '../../tracer.ts';
import type { Answer } from './answer.ts';
import { messagesAsJson } from './content-json.ts';
import { costOf, type PriceTables } from './cost.ts';
import type { WireMessage } from './protocol.ts';

type ChatAttributes = AttributesOf<typeof spans.chat.attributes>;

/** What an attempt asks, and whom. */
export interface ChatRequest {
  readonly provider: string;
  readonly model: string;
  readonly location: 'local' | 'cloud';
  readonly url: URL;
  readonly prices: PriceTables;
  readonly messages: readonly WireMessage[];
  readonly isStream: boolean;
}

/** How an attempt ended. */
interface ChatEnd {
  /** Absent if the answer came to its end, or was not wanted any more. */
  readonly error?: Error & { readonly status?: number | undefined };
  readonly isInterrupted: boolean;
  /** The model began to work on the answer, which costs something even if nobody hears its end. */
  readonly hasBegun: boolean;
  /** Milliseconds since the epoch. */
  readonly firstChunkTime: number | undefined;
}

export interface ChatSpan {
  /** What the request is made in. */
  readonly context: Context;
  /** @returns what the answer cost in US dollars, where that is known */
  end(answer: Answer, how: ChatEnd): number | undefined;
}

export function startChatSpan(request: ChatRequest): ChatSpan {
  const { provider, model, location, url, isStream, prices } = request;
  const startTime = now();
  const attributes: ChatAttributes = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': provider,
    'gen_ai.request.model': model,
    'voice.brain.location': location,
    'server.address': url.hostname,
    'server.port': Number(url.port || (url.protocol === 'https:' ? 443 : 80)),
    ...(isStream && { 'gen_ai.request.stream': true }),
  };
  const name = `${spans.chat.name} ${model}`;
  const span = tracer().startSpan(name, { kind: SpanKind.CLIENT, startTime, attributes });
  const context = trace.setSpan(contextApi.active(), span);
  return {
    context,
    end(answer, how) {
      const endTime = now();
      const { usage, model: answered = model } = answer;
      const isCharged = location === 'cloud' && how.hasBegun;
      const cost = isCharged && usage ? costOf(usage, { provider, asked: model, answered }, prices) : undefined;
      defer(() => {
        setEnd(span, request, answer, how, startTime, cost);
        count(request, answer, { isCharged, cost }, context);
        span.end(endTime);
      });
      return cost;
    },
  };
}

function setEnd(
  span: Span,
  { messages, isStream }: ChatRequest,
  answer: Answer,
  { error, isInterrupted, hasBegun, firstChunkTime }: ChatEnd,
  startTime: number,
  cost: number | undefined,
): void {
  const { id, model, usage, finishReason } = answer;
  const attributes: ChatAttributes = {
    ...(id && { 'gen_ai.response.id': id }),
    ...(model && { 'gen_ai.response.model': model }),
    ...(hasBegun && { 'gen_ai.response.finish_reasons': [finishReason ?? 'error'] }),
    ...(isStream &&
      firstChunkTime !== undefined && { 'gen_ai.response.time_to_first_chunk': (firstChunkTime - startTime) / 1000 }),
    ...(usage && { 'gen_ai.usage.input_tokens': usage.input, 'gen_ai.usage.output_tokens': usage.output }),
    ...(usage?.cached !== undefined && { 'gen_ai.usage.cache_read.input_tokens': usage.cached }),
    ...(usage?.reasoning !== undefined && { 'gen_ai.usage.reasoning.output_tokens': usage.reasoning }),
    ...(cost !== undefined && { 'voice.cost_usd': cost }),
    ...(isInterrupted && { 'voice.interrupted': true }),
    ...(error && { 'error.type': error.status === undefined ? error.name : String(error.status) }),
    ...(contentIsCaptured && messagesAsJson(messages, answer)),
  };
  span.setAttributes(withoutPersonal(attributes));
  if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
}

interface Charge {
  readonly isCharged: boolean;
  readonly cost: number | undefined;
}

function count(
  { provider, model }: ChatRequest,
  { usage }: Answer,
  { isCharged, cost }: Charge,
  context: Context,
): void {
  const labels = { provider, model };
  if (usage !== undefined) {
    record(metrics.llmTokens, usage.input, { ...labels, type: 'input' }, context);
    record(metrics.llmTokens, usage.output, { ...labels, type: 'output' }, context);
    if (usage.cached !== undefined) record(metrics.llmTokens, usage.cached, { ...labels, type: 'cached' }, context);
  }
  if (cost !== undefined) record(metrics.llmCost, cost, labels, context);
  else if (isCharged) record(metrics.llmUnpricedRequests, 1, labels, context);
}
