/**
 * Asks a language model by the OpenAI-compatible protocol, streaming; a `chat` span by the GenAI conventions for each
 * attempt. A request that was refused for now is made again.
 */
import { attributes as keys, metrics, spans, type AttributesOf } from '@mordomo/semconv';
import { now, record } from '@mordomo/voice';
import { context, SpanKind, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import { setTimeout as sleep } from 'node:timers/promises';

const baseUrl = process.env['MORDOMO_LLM_URL'] ?? 'http://127.0.0.1:11434/v1';
const provider = 'openai';
const mostAttempts = 3;
/** Where the server does not say how long to wait. */
const retryMs = 250;
const timeoutMs = 10_000;

interface Chunk {
  readonly choices?: readonly { readonly delta?: { readonly content?: string } }[];
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number } | null;
}

/** The model refused; `retryAfterMs` is there if it may answer when it is asked again. */
class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly retryAfterMs: number | undefined;

  constructor(status: number, retryAfterSeconds: string | null) {
    super(`the language model answered ${status}`);
    this.status = status;
    const asked = Number(retryAfterSeconds ?? Number.NaN) * 1000;
    this.retryAfterMs = status === 429 || status >= 500 ? (Number.isFinite(asked) ? asked : retryMs) : undefined;
  }
}

/** Streams the answer, piece by piece. @throws if the model cannot be reached, refuses, or says nothing at all */
export async function* chat(model: string, prompt: string, signal?: AbortSignal): AsyncIterable<string> {
  for (let attempt = 1; ; attempt++) {
    let isSilent = true;
    try {
      for await (const piece of askOnce(model, prompt, signal)) {
        isSilent = false;
        yield piece;
      }
      return;
    } catch (error) {
      const waitMs = error instanceof Refusal && isSilent ? error.retryAfterMs : undefined;
      if (waitMs === undefined || attempt === mostAttempts) throw error;
      const reason = error instanceof Refusal && error.status === 429 ? 'rate_limited' : 'server_error';
      record(metrics.llmRetries, 1, { provider, model, reason });
      await sleep(waitMs, undefined, { signal });
    }
  }
}

/** One attempt and its span. */
async function* askOnce(model: string, prompt: string, signal: AbortSignal | undefined): AsyncIterable<string> {
  const startTime = now();
  const span = startSpan(model, startTime);
  let isFirst = true;
  let isSilent = true;
  try {
    const response = await context.with(trace.setSpan(context.active(), span), () => request(model, prompt, signal));
    for await (const { choices, usage } of chunksOf(response)) {
      if (isFirst) span.setAttribute(keys.timeToFirstChunk.key, (now() - startTime) / 1000);
      isFirst = false;
      if (usage) {
        span.setAttribute(keys.inputTokens.key, usage.prompt_tokens);
        span.setAttribute(keys.outputTokens.key, usage.completion_tokens);
      }
      const text = choices?.[0]?.delta?.content;
      if (!text) continue;
      isSilent = false;
      yield text;
    }
    if (isSilent) throw new Error('the language model answered without a word');
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error('not an error');
    span.setAttribute(keys.errorType.key, error instanceof Refusal ? String(error.status) : name);
    span.setStatus({ code: SpanStatusCode.ERROR, message });
    throw error;
  } finally {
    span.end(now());
  }
}

function startSpan(model: string, startTime: number): Span {
  const attributes: AttributesOf<typeof spans.chat.attributes> = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': provider,
    'gen_ai.request.model': model,
  };
  return trace.getTracer('@mordomo/demo').startSpan(`chat ${model}`, { kind: SpanKind.CLIENT, startTime, attributes });
}

async function request(model: string, prompt: string, signal: AbortSignal | undefined): Promise<Response> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const response = await fetch(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: prompt }] }),
    signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
  });
  if (response.ok) return response;
  await response.body?.cancel();
  throw new Refusal(response.status, response.headers.get('retry-after'));
}

/** The JSON among the data lines of a server-sent event stream; the space after the colon is optional there. */
async function* chunksOf(response: Response): AsyncIterable<Chunk> {
  let pending = '';
  for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (pending + text).split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) {
      if (/^data: ?\{/.test(line)) yield JSON.parse(line.slice('data:'.length)) as Chunk;
    }
  }
}
