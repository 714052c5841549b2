import { expect, test } from 'vitest';
import { streamStage } from '../../index.ts';
import { prompt, useAsking, valueOf } from '../../testing/asking.ts';
import { LanguageModelServer } from '../../testing/language-model-server.ts';
import { recorded, said, type Recorded } from '../../testing/recorded-answers.ts';
import { spanNamed } from '../../testing/spans.ts';
import { spansEnded } from '../../testing/telemetry.ts';
import { languageModel } from './index.ts';

const asking = useAsking();
const { server, modelOf, ask } = asking;
const [openAi] = recorded as [Recorded];

const namesEnded = () => spansEnded().map(({ name }) => name);

test('a model that is asked too often is asked again when it said, each time with a span of its own', async () => {
  const refusal = { status: 429, headers: { 'retry-after': '0.1' }, json: { error: { code: 'rate_limit_exceeded' } } };
  server.willAnswer(refusal, refusal, openAi.stream);
  const startTime = performance.now();
  expect((await ask(modelOf('openai', 'busy'))).join('')).toBe(said);
  expect(performance.now() - startTime).toBeGreaterThan(190);
  const chats = spansEnded().filter(({ name }) => name === 'chat busy');
  expect(chats.map(({ attributes }) => attributes['error.type'])).toEqual(['429', '429', undefined]);
  expect(chats.map(({ attributes }) => attributes['gen_ai.response.finish_reasons'])).toEqual([
    undefined,
    undefined,
    ['stop'],
  ]);
  expect(spanNamed('voice.brain').status.code).toBe(0);
  expect(await valueOf('llm_retries', { model: 'busy', reason: 'rate_limited' })).toBe(2);
  expect(await valueOf('llm_requests', { model: 'busy' })).toBe(1);
  expect(await valueOf('llm_unpriced_requests', { model: 'busy' })).toBeUndefined();
});

test('nobody waits for a model that wants to be asked in a minute', async () => {
  server.willAnswer({ status: 429, headers: { 'retry-after': '60' } });
  await expect(ask(modelOf('openai', 'away'))).rejects.toThrow('answered 429: it is asked more often than it allows.');
  expect(server.asked).toHaveLength(1);
});

test('three answers that the server failed are enough, and the sentence says what to do', async () => {
  server.willAnswer({ status: 503, headers: { 'retry-after': '0' } });
  await expect(ask(modelOf('openai', 'failing'))).rejects.toThrow('answered 503: its log says why.');
  expect(server.asked).toHaveLength(3);
  expect(await valueOf('llm_retries', { model: 'failing', reason: 'server_error' })).toBe(2);
});

test('a wrong key or model is not asked for again', async () => {
  const body = { error: { message: 'Incorrect API key provided: sk-secret', code: 'invalid_api_key' } };
  server.willAnswer({ status: 401, json: body });
  const error: unknown = await ask(modelOf('openai', 'locked')).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    message: expect.stringMatching(/answered 401 \(invalid_api_key\): give the API key/) as string,
  });
  expect(String(error)).not.toContain('sk-secret');
  expect(server.asked).toHaveLength(1);
});

test('a server that is not there is one sentence, after two more attempts', async () => {
  const gone = new LanguageModelServer();
  const url = await gone.listen();
  gone.close();
  const model = languageModel({ provider: 'ollama', model: 'off', baseUrl: url, location: 'local' });
  await expect(ask(model)).rejects.toThrow(
    `The language model off at ${new URL(url).host} cannot be reached (ECONNREFUSED): see that its server runs and that the address is right.`,
  );
  expect(namesEnded().filter((name) => name === 'chat off')).toHaveLength(3);
  expect(await valueOf('llm_retries', { model: 'off', reason: 'unreachable' })).toBe(2);
});

test('a model that says nothing any more is given up', async () => {
  const begun = 'stream' in openAi.stream ? openAi.stream.stream.slice(0, 2) : [];
  server.willAnswer({ stream: begun, end: 'never' });
  await expect(ask(modelOf('openai', 'stuck'))).rejects.toThrow('said nothing for 1 s');
  expect(spanNamed('chat stuck').attributes['error.type']).toBe('EngineTimeout');
});

test('a listener that takes its time does not make the model slow', async () => {
  server.willAnswer(openAi.stream);
  const model = languageModel({
    provider: 'openai',
    model: 'patient',
    baseUrl: asking.baseUrl,
    location: 'cloud',
    timeoutMs: 100,
  });
  for await (const _ of model.stream(prompt)) {
    const until = performance.now() + 60;
    while (performance.now() < until);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  expect(spanNamed('chat patient').status.code).toBe(0);
});

test.each([
  ['the user speaks into the answer', (abort: AbortController) => abort.abort()],
  ['nobody takes the rest of it', () => {}],
])('%s: interrupted, no error', async (_name, interrupt) => {
  const begun = 'stream' in openAi.stream ? openAi.stream.stream.slice(0, 2) : [];
  server.willAnswer({ stream: begun, end: 'never' });
  const abort = new AbortController();
  const { signal } = abort;
  const options = { context: asking.turn.context, signal };
  const pieces = streamStage(
    'brain',
    (stage) => modelOf('openai', 'hushed').stream(prompt, { stage, signal }),
    options,
  );
  const listening = (async () => {
    for await (const _ of pieces) {
      interrupt(abort);
      if (!signal.aborted) break;
    }
  })();
  await listening.catch(() => {});
  for (const name of ['chat hushed', 'voice.brain'])
    expect(spanNamed(name)).toMatchObject({ status: { code: 0 }, attributes: { 'voice.interrupted': true } });
  expect(spanNamed('chat hushed').attributes['gen_ai.response.finish_reasons']).toEqual(['error']);
});

test.each([
  ['a page of HTML', { stream: ['data: <html>\n\n'] }, 'EngineNotUnderstood', 'something else than JSON'],
  [
    'an error within the stream',
    { stream: ['data: {"error":{"message":"full"}}\n\n'] },
    'EngineBrokeOff',
    'its log says why',
  ],
  ['the end at once', { stream: ['data: [DONE]\n\n'] }, 'EngineBrokeOff', 'its stream ended early'],
  [
    'no word',
    { json: { choices: [{ message: { content: '' }, finish_reason: 'stop' }] } },
    'EngineSilent',
    'without a word',
  ],
])('%s is an error', async (_, answer, type, sentence) => {
  server.willAnswer(answer);
  await expect(ask(modelOf('openai', 'odd'))).rejects.toThrow(sentence);
  expect(spanNamed('voice.brain').attributes['error.type']).toBe(type);
});
