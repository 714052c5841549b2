/**
 * Names of the GenAI conventions, which are still under development: this is the only place that knows them. As of the
 * semantic-conventions-genai repository in autumn 2026.
 */
import { attribute, choice } from './define.ts';

export const provider = attribute('gen_ai.provider.name', 'string', {
  brief: 'Who answers the prompt, such as `openai` or `ollama`; `mordomo` for the brain’s own answers.',
  metricSafe: true,
});
export const requestModel = attribute('gen_ai.request.model', 'string', {
  brief: 'The model that was asked.',
  metricSafe: true,
});
export const responseModel = attribute('gen_ai.response.model', 'string', {
  brief: 'The model that answered, as the server calls it.',
});
export const operation = choice('gen_ai.operation.name', ['chat', 'execute_tool'], {
  brief: 'What was asked of the model, or what was done because it asked for it.',
  metricSafe: true,
});
export const conversation = attribute('gen_ai.conversation.id', 'string', {
  brief: 'The conversation that the turn belongs to: a random name, the same for all its turns.',
});
export const requestStream = attribute('gen_ai.request.stream', 'boolean', {
  brief: 'True if the answer was asked for piece by piece.',
});
export const responseId = attribute('gen_ai.response.id', 'string', {
  brief: 'The server’s name of the answer, for questions to the provider.',
});
export const finishReasons = attribute('gen_ai.response.finish_reasons', 'strings', {
  brief: 'Why the model stopped, such as `stop`, `length` or `tool_calls`; `error` if the answer broke off.',
});
export const timeToFirstChunk = attribute('gen_ai.response.time_to_first_chunk', 'number', {
  brief: 'Seconds until the first chunk of a streamed answer.',
});

// Tokens; absent where the server does not count them

export const inputTokens = attribute('gen_ai.usage.input_tokens', 'number', {
  brief: 'Tokens of the prompt, cached ones included.',
});
export const cachedTokens = attribute('gen_ai.usage.cache_read.input_tokens', 'number', {
  brief: 'Tokens of the prompt that the provider had cached.',
});
export const outputTokens = attribute('gen_ai.usage.output_tokens', 'number', {
  brief: 'Tokens of the answer, those of reasoning included.',
});
export const reasoningTokens = attribute('gen_ai.usage.reasoning.output_tokens', 'number', {
  brief: 'Tokens that the model wrote for itself before it answered.',
});

// Tools

export const toolName = attribute('gen_ai.tool.name', 'string', { brief: 'The tool that the model asked for.' });
export const toolType = choice('gen_ai.tool.type', ['function'], { brief: 'The tool runs in this process.' });
export const toolCallId = attribute('gen_ai.tool.call.id', 'string', { brief: 'The model’s name of the tool call.' });

// What was said, as JSON

export const inputMessages = attribute('gen_ai.input.messages', 'string', {
  brief: 'The prompt.',
  personal: true,
});
export const outputMessages = attribute('gen_ai.output.messages', 'string', {
  brief: 'The answer.',
  personal: true,
});
export const toolArguments = attribute('gen_ai.tool.call.arguments', 'string', {
  brief: 'What the model gave to the tool.',
  personal: true,
});
export const toolResult = attribute('gen_ai.tool.call.result', 'string', {
  brief: 'What the tool gave to the model.',
  personal: true,
});
