import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

/** What the model answers next: pieces of the body, or a status. */
let answer: readonly string[] | number = [];
const server = createServer((_request, response) => {
  const pieces = typeof answer === 'number' ? [] : answer;
  response.writeHead(typeof answer === 'number' ? answer : 200, { 'content-type': 'text/event-stream' });
  for (const piece of pieces) response.write(piece);
  response.end();
});
let chat: typeof import('./language-model.ts').chat;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('MORDOMO_LLM_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`);
  ({ chat } = await import('./language-model.ts'));
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.close();
});

const ask = (given: typeof answer) => {
  answer = given;
  return Array.fromAsync(chat('any', 'tell me a joke'));
};
const chunk = (content: string) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;

test('the answer comes word by word, wherever the network cut it', async () => {
  const body = [chunk('Good '), chunk('evening, '), chunk('Zoë.'), 'data: [DONE]\n\n'].join('');
  expect(await ask([body.slice(0, 70), body.slice(70, 71), body.slice(71)])).toEqual(['Good ', 'evening, ', 'Zoë.']);
});

test('other dialects are understood: no space after the colon, comments, chunks without text, usage at the end', async () => {
  const usage = 'data:{"choices":[],"usage":{"prompt_tokens":4,"completion_tokens":1}}\r\n\r\n';
  const role = 'data: {"choices":[{"delta":{"role":"assistant","content":""}}]}\n\n';
  expect(await ask([': ping\n\n', role, chunk('Yes.').replace(': ', ':'), usage])).toEqual(['Yes.']);
});

test('a model that refuses or says nothing is an error, not an empty answer', async () => {
  await expect(ask(503)).rejects.toThrow('the language model answered 503');
  await expect(ask(['data: [DONE]\n\n'])).rejects.toThrow('without a word');
});
