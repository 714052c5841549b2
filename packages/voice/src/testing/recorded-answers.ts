/**
 * The same answers as three servers give them by the OpenAI-compatible protocol: a streamed one, a whole one, and one that
 * asks for the tool `set_lights`. What differs is what servers differ in: first chunks without text, counts that are null
 * until the end, whole or cut arguments of a tool, fields of their own.
 */
import type { Served } from './language-model-server.ts';

export interface Recorded {
  readonly server: string;
  readonly provider: string;
  readonly model: string;
  readonly stream: Served;
  readonly json: Served;
  readonly toolCall: Served;
}

/** What all three say, in how many tokens, and with which arguments the tool is called. */
export const said = 'The kitchen is bright.';
export const tokens = { input: 21, output: 6 };
export const toolArguments = { room: 'kitchen' };

const lines = (...chunks: readonly object[]): string[] => [
  ...chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`),
  'data: [DONE]\n\n',
];

const words = ['The ', 'kitchen ', 'is bright.'];
const usage = { prompt_tokens: tokens.input, completion_tokens: tokens.output, total_tokens: 27 };
const json = JSON.stringify(toolArguments);

function openAi(): Recorded {
  const details = { prompt_tokens_details: { cached_tokens: 0 }, completion_tokens_details: { reasoning_tokens: 0 } };
  const model = 'gpt-4o-mini';
  const base = {
    id: 'chatcmpl-Bk1',
    created: 1763800000,
    model: `${model}-2024-07-18`,
    system_fingerprint: 'fp_62a23a81ef',
  };
  const chunk = (delta: object, finish_reason: string | null = null) => ({
    ...base,
    object: 'chat.completion.chunk',
    service_tier: 'default',
    choices: [{ index: 0, delta, logprobs: null, finish_reason }],
    usage: null,
    obfuscation: 'xV3nP',
  });
  const end = { ...base, object: 'chat.completion.chunk', choices: [], usage: { ...usage, ...details } };
  const call = (index: number, more: object) => chunk({ tool_calls: [{ index, ...more }] });
  return {
    server: 'OpenAI',
    provider: 'openai',
    model,
    stream: {
      stream: lines(
        chunk({ role: 'assistant', content: '', refusal: null }),
        ...words.map((content) => chunk({ content })),
        chunk({}, 'stop'),
        end,
      ),
    },
    json: {
      json: {
        ...base,
        object: 'chat.completion',
        choices: [{ index: 0, message: { role: 'assistant', content: said, refusal: null }, finish_reason: 'stop' }],
        usage: { ...usage, ...details },
      },
    },
    toolCall: {
      stream: lines(
        chunk({ role: 'assistant', content: null }),
        call(0, { id: 'call_7Qx', type: 'function', function: { name: 'set_lights', arguments: '' } }),
        call(0, { function: { arguments: json.slice(0, 5) } }),
        call(0, { function: { arguments: json.slice(5) } }),
        chunk({}, 'tool_calls'),
        end,
      ),
    },
  };
}

function ollama(): Recorded {
  const model = 'llama3.2';
  const base = { id: 'chatcmpl-872', created: 1763800000, model, system_fingerprint: 'fp_ollama' };
  const chunk = (delta: object, finish_reason: string | null = null) => ({
    ...base,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta: { role: 'assistant', ...delta }, finish_reason }],
  });
  const end = { ...base, object: 'chat.completion.chunk', choices: [], usage };
  const call = { id: 'call_nfk4', index: 0, type: 'function', function: { name: 'set_lights', arguments: json } };
  return {
    server: 'Ollama',
    provider: 'ollama',
    model,
    stream: { stream: lines(...words.map((content) => chunk({ content })), chunk({ content: '' }, 'stop'), end) },
    json: {
      json: {
        ...base,
        object: 'chat.completion',
        choices: [{ index: 0, message: { role: 'assistant', content: said }, finish_reason: 'stop' }],
        usage,
      },
    },
    toolCall: { stream: lines(chunk({ content: '', tool_calls: [call] }), chunk({ content: '' }, 'tool_calls'), end) },
  };
}

function llamaCpp(): Recorded {
  const model = 'qwen3-4b-q4_k_m.gguf';
  const base = { created: 1763800000, id: 'chatcmpl-X9', model, system_fingerprint: 'b7100-8f9a2c1' };
  const timings = { cache_n: 0, prompt_n: 21, prompt_ms: 81.5, predicted_n: 6, predicted_ms: 143.1 };
  const chunk = (delta: object, finish_reason: string | null = null) => ({
    choices: [{ finish_reason, index: 0, delta }],
    ...base,
    object: 'chat.completion.chunk',
  });
  const end = { choices: [], ...base, object: 'chat.completion.chunk', usage, timings };
  const call = (more: object) => chunk({ tool_calls: [{ index: 0, ...more }] });
  return {
    server: 'llama.cpp',
    provider: 'llama.cpp',
    model,
    stream: {
      stream: lines(
        chunk({ role: 'assistant', content: null }),
        ...words.map((content) => chunk({ content })),
        chunk({}, 'stop'),
        end,
      ),
    },
    json: {
      json: {
        choices: [{ finish_reason: 'stop', index: 0, message: { role: 'assistant', content: said } }],
        ...base,
        object: 'chat.completion',
        usage,
        timings,
      },
    },
    toolCall: {
      stream: lines(
        chunk({ role: 'assistant', content: null }),
        call({ id: 'bYj2', type: 'function', function: { name: 'set_lights', arguments: '{' } }),
        call({ function: { arguments: json.slice(1) } }),
        chunk({}, 'tool_calls'),
        end,
      ),
    },
  };
}

export const recorded: readonly Recorded[] = [openAi(), ollama(), llamaCpp()];
