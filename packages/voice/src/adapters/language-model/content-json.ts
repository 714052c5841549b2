/** What was said to a language model and by it, in the JSON that the GenAI conventions have for it. */
import type { Answer } from './answer.ts';
import type { WireMessage, WireToolCall } from './protocol.ts';

/** Personal: only for spans from which it is cut unless content is captured. */
export const messagesAsJson = (messages: readonly WireMessage[], { text, calls, finishReason }: Answer) => ({
  'gen_ai.input.messages': JSON.stringify(messages.map(messageOf)),
  'gen_ai.output.messages': JSON.stringify([
    { role: 'assistant', parts: [...textParts(text), ...calls.map(callPart)], finish_reason: finishReason ?? 'error' },
  ]),
});

function messageOf(message: WireMessage): object {
  const { role, content } = message;
  if (role === 'tool')
    return { role, parts: [{ type: 'tool_call_response', id: message.tool_call_id, response: content }] };
  const calls = 'tool_calls' in message ? message.tool_calls : [];
  return { role, parts: [...textParts(content ?? ''), ...calls.map(callPart)] };
}

const textParts = (content: string): object[] => (content === '' ? [] : [{ type: 'text', content }]);

const callPart = ({ id, function: { name, arguments: json } }: WireToolCall): object => ({
  type: 'tool_call',
  id,
  name,
  arguments: parsed(json),
});

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json; // what the model wrote was none
  }
}
