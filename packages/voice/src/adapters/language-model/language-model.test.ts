import { describe, expect, test } from 'vitest';
import { streamStage } from '../../index.ts';
import { price, prompt, useAsking, valueOf } from '../../testing/asking.ts';
import { recorded, said, tokens, toolArguments, type Recorded } from '../../testing/recorded-answers.ts';
import { spanNamed } from '../../testing/spans.ts';
import { linesEmitted, spansEnded } from '../../testing/telemetry.ts';
import { languageModel, type Tool } from './index.ts';

const asking = useAsking();
const { server, modelOf, ask } = asking;

const namesEnded = () => spansEnded().map(({ name }) => name);

describe.each(recorded)('$server', ({ server: name, provider, model: answeredBy, stream, json, toolCall }) => {
  test('a streamed answer has the same spans and metrics as that of the other servers', async () => {
    server.willAnswer(stream);
    const model = `streamed by ${name}`;
    expect((await ask(modelOf(provider, model))).join('')).toBe(said);
    const chat = spanNamed(`chat ${model}`);
    expect(chat).toMatchObject({
      kind: 2,
      status: { code: 0 },
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': provider,
        'gen_ai.request.model': model,
        'gen_ai.response.model': expect.stringContaining(answeredBy) as string,
        'gen_ai.response.finish_reasons': ['stop'],
        'gen_ai.request.stream': true,
        'gen_ai.response.time_to_first_chunk': expect.any(Number) as number,
        'gen_ai.usage.input_tokens': tokens.input,
        'gen_ai.usage.output_tokens': tokens.output,
        'server.address': '127.0.0.1',
      },
    });
    const brain = spanNamed('voice.brain');
    expect(chat.parentSpanContext?.spanId).toBe(brain.spanContext().spanId);
    expect(brain.attributes).toMatchObject({ 'gen_ai.provider.name': provider, 'gen_ai.usage.output_tokens': 6 });
    expect(await valueOf('llm_tokens', { model, type: 'input' })).toBe(tokens.input);
    expect(await valueOf('llm_tokens', { model, type: 'output' })).toBe(tokens.output);
    expect(await valueOf('llm_requests', { model, outcome: 'ok', location: 'cloud' })).toBe(1);
    expect(await valueOf('voice.time_to_first_token', { model })).toMatchObject({ count: 1 });
  });

  test('a whole answer too', async () => {
    server.willAnswer(json);
    const model = `whole by ${name}`;
    expect(await modelOf(provider, model).answer(prompt)).toBe(said);
    const { attributes } = spanNamed(`chat ${model}`);
    expect(attributes).toMatchObject({ 'gen_ai.response.finish_reasons': ['stop'], 'gen_ai.usage.output_tokens': 6 });
    expect(attributes).not.toHaveProperty('gen_ai.request.stream');
    expect(attributes).not.toHaveProperty('gen_ai.response.time_to_first_chunk');
  });

  test('what the model wants done is done, and it is asked again with the result', async () => {
    server.willAnswer(toolCall, stream);
    const model = `with a tool by ${name}`;
    const given: unknown[] = [];
    const lights: Tool = {
      name: 'set_lights',
      description: 'Turns the lights of a room on.',
      parameters: { type: 'object', properties: { room: { type: 'string' } } },
      run: (args) => void given.push(args),
    };
    expect((await ask(modelOf(provider, model), { tools: [lights] })).join('')).toBe(said);
    expect(given).toEqual([toolArguments]);
    const second = server.asked[1]?.body as { messages: unknown[] };
    expect(second.messages.slice(1)).toMatchObject([
      { role: 'assistant', tool_calls: [{ function: { name: 'set_lights' } }] },
      { role: 'tool', content: 'done' },
    ]);
    expect(namesEnded()).toEqual(expect.arrayContaining([`chat ${model}`, 'execute_tool set_lights', `chat ${model}`]));
    const chats = spansEnded().filter(({ name: span }) => span === `chat ${model}`);
    expect(chats.map(({ attributes }) => attributes['gen_ai.response.finish_reasons'])).toEqual([
      ['tool_calls'],
      ['stop'],
    ]);
    const brain = spanNamed('voice.brain');
    expect(brain.attributes['gen_ai.usage.input_tokens']).toBe(2 * tokens.input);
    const tool = spanNamed('execute_tool set_lights');
    expect(tool.parentSpanContext?.spanId).toBe(brain.spanContext().spanId);
    expect(tool.attributes).toMatchObject({ 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.type': 'function' });
  });

  test('an answer whose tokens were not counted has no tokens and no cost, instead of 0', async () => {
    const uncounted = 'stream' in stream ? stream.stream.filter((line) => !line.includes('prompt_tokens')) : [];
    server.willAnswer({ stream: uncounted });
    const model = `uncounted by ${name}`;
    expect((await ask(modelOf(provider, model))).join('')).toBe(said);
    const { attributes } = spanNamed(`chat ${model}`);
    expect(attributes).not.toHaveProperty('gen_ai.usage.input_tokens');
    expect(attributes).not.toHaveProperty('voice.cost_usd');
    expect(await valueOf('llm_tokens', { model })).toBeUndefined();
    expect(await valueOf('llm_cost_usd', { model })).toBeUndefined();
    expect(await valueOf('llm_unpriced_requests', { model })).toBe(1);
  });

  test('a stream that breaks off is an error that says so, after what was heard', async () => {
    const begun = 'stream' in stream ? stream.stream.slice(0, 3) : [];
    server.willAnswer({ stream: begun, end: 'broken' });
    const model = `broken by ${name}`;
    const heard: string[] = [];
    const failing = (async () => {
      const pieces = streamStage('brain', (stage) => modelOf(provider, model).stream(prompt, { stage }), {
        context: asking.turn.context,
      });
      for await (const piece of pieces) heard.push(piece);
    })();
    await expect(failing).rejects.toThrow(
      /^The language model broken by .* broke off in the middle of its answer \(.*\)\.$/,
    );
    expect(said.startsWith(heard.join(''))).toBe(true);
    expect(server.asked).toHaveLength(1); // the user has heard the beginning: it is not said again
    expect(spanNamed(`chat ${model}`)).toMatchObject({
      status: { code: 2 },
      attributes: { 'error.type': 'EngineBrokeOff', 'gen_ai.response.finish_reasons': ['error'] },
    });
    expect(spanNamed('voice.brain')).toMatchObject({
      status: { code: 2 },
      attributes: { 'error.type': 'EngineBrokeOff' },
    });
    expect(await valueOf('llm_unpriced_requests', { model })).toBe(1);
    expect(await valueOf('llm_requests', { model, outcome: 'error' })).toBe(1);
  });
});

const [openAi] = recorded as [Recorded];

test('the cost is on the attempt, the stage and the turn, and in the metric', async () => {
  server.willAnswer(openAi.stream);
  await ask(modelOf('openai', 'priced'));
  asking.turn.end('answered');
  const cost = (tokens.input * price.inputUsd + tokens.output * price.outputUsd) / 1e6;
  for (const name of ['chat priced', 'voice.brain', 'voice.turn'])
    expect(spanNamed(name).attributes['voice.cost_usd']).toBeCloseTo(cost, 12);
  expect(await valueOf('llm_cost_usd', { model: 'priced', provider: 'openai' })).toBeCloseTo(cost, 12);
  expect(await valueOf('llm_unpriced_requests', { model: 'priced' })).toBeUndefined();
});

test('a local model costs nothing that is known, and is not counted as one without a price', async () => {
  server.willAnswer(openAi.stream);
  const prices = [{ ...price, provider: 'ollama', model: 'at home' }];
  await ask(
    languageModel({ provider: 'ollama', model: 'at home', baseUrl: asking.baseUrl, location: 'local', prices }),
  );
  const { attributes } = spanNamed('voice.brain');
  expect(attributes).toMatchObject({ 'voice.brain.location': 'local', 'gen_ai.usage.output_tokens': tokens.output });
  expect(attributes).not.toHaveProperty('voice.cost_usd');
  expect(await valueOf('llm_unpriced_requests', { model: 'at home' })).toBeUndefined();
  expect(await valueOf('llm_cost_usd', { model: 'at home' })).toBeUndefined();
});

test('the answer is put together wherever the network cut it, in any dialect of the event stream', async () => {
  const chunk = (content: string) => JSON.stringify({ choices: [{ delta: { content } }] });
  const body = `: ping\r\n\r\ndata:${chunk('Good ')}\r\n\r\ndata: ${chunk('evening, Zoë.')}\n\ndata: [DONE]\n\n`;
  const finish = `data: ${JSON.stringify({ choices: [{ delta: {}, finish_reason: 'length' }] })}\n\n`;
  for (const cut of [1, 14, 40, 70, 95]) {
    server.willAnswer({
      stream: [body.slice(0, cut), body.slice(cut).replace('data: [DONE]', `${finish}data: [DONE]`)],
    });
    expect((await ask(modelOf('openai', 'cut'))).join('')).toBe('Good evening, Zoë.');
  }
});

test('the key goes to the server alone', async () => {
  server.willAnswer(openAi.stream);
  await Array.fromAsync(
    languageModel({
      provider: 'openai',
      model: 'm',
      baseUrl: `${asking.baseUrl}/`,
      location: 'cloud',
      apiKey: 'sk-1',
    }).stream(prompt),
  );
  expect(server.asked[0]).toMatchObject({ path: '/v1/chat/completions', authorization: 'Bearer sk-1' });
  expect(JSON.stringify(spansEnded().map(({ attributes }) => attributes))).not.toContain('sk-1');
});

test('what was said is in no span and no line', async () => {
  server.willAnswer(openAi.toolCall, openAi.stream);
  const tool: Tool = { name: 'set_lights', description: '', parameters: {}, run: () => 'canary result' };
  await ask(modelOf('openai', 'discreet'), { tools: [tool] });
  asking.turn.end('answered');
  const kept = JSON.stringify([
    spansEnded().map(({ name, attributes, events, status }) => ({ name, attributes, events, status })),
    linesEmitted().map(({ body, attributes }) => ({ body, attributes })),
  ]);
  for (const word of ['bright', 'kitchen is', 'canary', '"room"']) expect(kept).not.toContain(word);
});
