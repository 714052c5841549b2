/** Content capture switched on: a file of its own, since the switch is read once. */
import { contentCaptureVariable } from '@mordomo/semconv';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { LanguageModelServer } from '../../testing/language-model-server.ts';
import { recorded, said, toolArguments, type Recorded } from '../../testing/recorded-answers.ts';
import { spansEnded } from '../../testing/telemetry.ts';

const server = new LanguageModelServer();
let baseUrl: string;
beforeAll(async () => void (baseUrl = await server.listen()));
afterAll(() => {
  vi.unstubAllEnvs();
  server.close();
});

test('prompt, answer and tool are on the spans, in the JSON of the conventions', async () => {
  vi.stubEnv(contentCaptureVariable, 'true');
  vi.resetModules();
  const { languageModel } = await import('./index.ts');
  const { flushDeferred } = await import('../../deferred.ts');
  const [{ toolCall, stream }] = recorded as [Recorded];
  server.willAnswer(toolCall, stream);
  const model = languageModel({ provider: 'openai', model: 'm', baseUrl, location: 'cloud' });
  const tools = [{ name: 'set_lights', description: '', parameters: {}, run: () => ({ on: true }) }];
  await Array.fromAsync(model.stream([{ role: 'user', content: 'more light' }], { tools }));
  flushDeferred();
  const attributesOf = (name: string) =>
    spansEnded()
      .filter((span) => span.name === name)
      .map(({ attributes }) => attributes);
  const [first, second] = attributesOf('chat m');
  const [tool] = attributesOf('execute_tool set_lights');
  const json = (value: unknown): unknown => JSON.parse(String(value));
  const request = [{ role: 'user', parts: [{ type: 'text', content: 'more light' }] }];
  const call = { type: 'tool_call', id: 'call_7Qx', name: 'set_lights', arguments: toolArguments };
  const asked = { role: 'assistant', parts: [call] };
  expect(json(first?.['gen_ai.input.messages'])).toEqual(request);
  expect(json(first?.['gen_ai.output.messages'])).toEqual([{ ...asked, finish_reason: 'tool_calls' }]);
  expect(json(tool?.['gen_ai.tool.call.arguments'])).toEqual(toolArguments);
  expect(json(tool?.['gen_ai.tool.call.result'])).toEqual({ on: true });
  expect(json(second?.['gen_ai.input.messages'])).toEqual([
    ...request,
    asked,
    { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call_7Qx', response: '{"on":true}' }] },
  ]);
  expect(json(second?.['gen_ai.output.messages'])).toMatchObject([{ parts: [{ content: said }] }]);
});
