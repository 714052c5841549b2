/**
 * A stand-in for a cloud language model: the OpenAI-compatible protocol with streaming, made-up answers, and the delays
 * of a real one (about 300 ms to the first word, then about 25 words per second). It is outside the house: no telemetry.
 */
import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const firstWordMs = 300;
const wordMs = 40;

const answers: readonly (readonly [RegExp, string])[] = [
  [/weather/, 'It will be mostly sunny. Take a jacket for the evening.'],
  [/joke/, 'Why did the butler trip? He was carrying too many traces. '],
  [/./, 'Once upon a time there was a quiet house. It listened well. Everyone in it slept soundly.'],
];

/** How many requests are refused, and how many answers then break off, before the next one is whole: set by `POST /faults`. */
let faults = { refusals: 0, brokenAnswers: 0 };

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    if (request.url === '/faults') {
      faults = JSON.parse(body) as typeof faults;
      response.writeHead(204).end();
    } else if (faults.refusals > 0) {
      faults.refusals -= 1;
      response.writeHead(429, { 'retry-after': '0.2' }).end();
    } else answer(body, response).catch(() => response.destroy());
  });
});

async function answer(json: string, response: ServerResponse): Promise<void> {
  const { messages, model } = JSON.parse(json) as { messages: { content: string }[]; model: string };
  const prompt = messages.at(-1)?.content ?? '';
  const words = (answers.find(([about]) => about.test(prompt))?.[1] ?? '').split(/(?<= )/);
  const send = (chunk: object) =>
    response.write(
      `data: ${JSON.stringify({ object: 'chat.completion.chunk', id: 'chatcmpl-stand-in', model, ...chunk })}\n\n`,
    );
  const choose = (delta: object, finish_reason: string | null) =>
    send({ choices: [{ index: 0, delta, finish_reason }] });
  const isBroken = faults.brokenAnswers > 0;
  if (isBroken) faults.brokenAnswers -= 1;
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  await sleep(firstWordMs);
  for (const content of isBroken ? words.slice(0, words.length / 2) : words) {
    choose({ content }, null);
    await sleep(wordMs);
  }
  if (isBroken) throw new Error('broken off, as was asked for');
  choose({}, 'stop');
  send({ choices: [], usage: { prompt_tokens: prompt.split(' ').length, completion_tokens: words.length } });
  response.end('data: [DONE]\n\n');
}

server.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', () => process.send?.('ready'));
process.once('disconnect', () => process.exit(0));
process.once('SIGTERM', () => process.exit(0));
process.on('SIGINT', () => {}); // Ctrl-C reaches the whole group; the house ends this process
