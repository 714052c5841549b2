/** Names of the GenAI conventions, which are still under development: this is the only place that knows them. */
import { attribute, choice } from './define.ts';

export const provider = attribute('gen_ai.provider.name', 'string', {
  brief: 'Who answers the prompt, such as `openai`; `mordomo` for the local brain.',
  metricSafe: true,
});
export const requestModel = attribute('gen_ai.request.model', 'string', {
  brief: 'The model that was asked.',
  metricSafe: true,
});
export const operation = choice('gen_ai.operation.name', ['chat'], {
  brief: 'What was asked of the model.',
  metricSafe: true,
});
export const conversation = attribute('gen_ai.conversation.id', 'string', {
  brief: 'The conversation that the turn belongs to: a random name, the same for all its turns.',
});
export const inputTokens = attribute('gen_ai.usage.input_tokens', 'number', { brief: 'Tokens of the prompt.' });
export const outputTokens = attribute('gen_ai.usage.output_tokens', 'number', { brief: 'Tokens of the answer.' });
export const timeToFirstChunk = attribute('gen_ai.response.time_to_first_chunk', 'number', {
  brief: 'Seconds until the first chunk of the answer.',
});
