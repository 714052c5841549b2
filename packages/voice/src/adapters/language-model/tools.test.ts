import { expect, test } from 'vitest';
import { useAsking } from '../../testing/asking.ts';
import { recorded, said, type Recorded } from '../../testing/recorded-answers.ts';
import { spansEnded } from '../../testing/telemetry.ts';
import { type Tool } from './index.ts';

const { server, modelOf, ask } = useAsking();
const [openAi] = recorded as [Recorded];

test.each([
  ['throws', { run: () => Promise.reject(new RangeError('no such room: attic')) }, 'RangeError', 'no such room: attic'],
  ['does not exist', { name: 'other' }, 'unknown_tool', 'there is no such tool'],
])('a tool that %s: the model is told, the span says it, and nothing of what was said', async (_, more, type, told) => {
  server.willAnswer(openAi.toolCall, openAi.stream);
  const tool: Tool = { name: 'set_lights', description: '', parameters: {}, run: () => 'on', ...more };
  expect((await ask(modelOf('openai', 'careful'), { tools: [tool] })).join('')).toBe(said);
  const second = server.asked[1]?.body as { messages: { content: string }[] };
  expect(JSON.parse(second.messages.at(-1)?.content ?? '')).toEqual({ error: told });
  const span = spansEnded().find(({ name }) => name.startsWith('execute_tool'));
  expect(span).toMatchObject({ status: { code: 2 }, attributes: { 'error.type': type } });
  expect(JSON.stringify(span?.status)).not.toContain('attic');
});

test('a model that never stops asking for tools is stopped', async () => {
  server.willAnswer(openAi.toolCall);
  const tool: Tool = { name: 'set_lights', description: '', parameters: {}, run: () => 'on' };
  await expect(ask(modelOf('openai', 'eager'), { tools: [tool] })).rejects.toThrow(
    'asked for tools 8 times and never answered',
  );
});

test('several tools asked for under the same number are several', async () => {
  const call = (id: string, room: string) => ({
    index: 0,
    id,
    function: { name: 'set_lights', arguments: JSON.stringify({ room }) },
  });
  const delta = { tool_calls: [call('a', 'kitchen'), call('b', 'office')] };
  const chunk = JSON.stringify({ choices: [{ delta, finish_reason: 'tool_calls' }] });
  server.willAnswer({ stream: [`data: ${chunk}\n\ndata: [DONE]\n\n`] }, openAi.stream);
  const rooms: unknown[] = [];
  const tool: Tool = { name: 'set_lights', description: '', parameters: {}, run: (args) => rooms.push(args) };
  await ask(modelOf('openai', 'twice'), { tools: [tool] });
  expect(rooms).toEqual([{ room: 'kitchen' }, { room: 'office' }]);
});
