/** Asks a language model by the OpenAI-compatible protocol, streaming; a `chat` span by the GenAI conventions. */
import { attributes as keys, spans, type AttributesOf } from '@mordomo/semconv';
import { now } from '@mordomo/voice';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const baseUrl = process.env['MORDOMO_LLM_URL'] ?? 'http://127.0.0.1:11434/v1';

interface Chunk {
  readonly choices?: readonly { readonly delta?: { readonly content?: string } }[];
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number } | null;
}

/** Streams the answer, piece by piece. @throws if the model cannot be reached, refuses, or says nothing at all */
export async function* chat(model: string, prompt: string): AsyncIterable<string> {
  const startTime = now();
  const attributes: AttributesOf<typeof spans.chat.attributes> = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': model,
  };
  const span = trace
    .getTracer('@mordomo/demo')
    .startSpan(`chat ${model}`, { kind: SpanKind.CLIENT, startTime, attributes });
  let first = true;
  let isSilent = true;
  try {
    const response = await context.with(trace.setSpan(context.active(), span), () => request(model, prompt));
    for await (const { choices, usage } of chunksOf(response)) {
      if (first) span.setAttribute('gen_ai.response.time_to_first_chunk', (now() - startTime) / 1000);
      first = false;
      if (usage) {
        span.setAttribute('gen_ai.usage.input_tokens', usage.prompt_tokens);
        span.setAttribute('gen_ai.usage.output_tokens', usage.completion_tokens);
      }
      const text = choices?.[0]?.delta?.content;
      if (!text) continue;
      isSilent = false;
      yield text;
    }
    if (isSilent) throw new Error('the language model answered without a word');
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error('not an error');
    span.setAttribute(keys.errorType.key, name).setStatus({ code: SpanStatusCode.ERROR, message });
    throw error;
  } finally {
    span.end(now());
  }
}

async function request(model: string, prompt: string): Promise<Response> {
  const response = await fetch(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: prompt }] }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`the language model answered ${response.status}`);
  return response;
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
