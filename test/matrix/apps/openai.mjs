/** A question to a language model, by openai: of the instrumented libraries one that is an ES module. */
import '@mordomo/otel';
import { createServer } from 'node:http';
import { trace } from '@opentelemetry/api';
import OpenAI from 'openai';

const answer = {
  id: '1',
  model: 'small',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'on' } }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
};
const server = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
}).listen(0, '127.0.0.1', () => {
  const client = new OpenAI({ apiKey: 'none', baseURL: `http://127.0.0.1:${server.address().port}/v1` });
  void trace.getTracer('app').startActiveSpan('work', async (span) => {
    await client.chat.completions.create({ model: 'small', messages: [{ role: 'user', content: 'Is the lamp on?' }] });
    span.end();
    server.close();
    server.closeAllConnections();
  });
});
