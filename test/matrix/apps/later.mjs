/** A service that loads its libraries when it needs them: one is CommonJS, the other an ES module. */
import '@mordomo/otel';
import { trace } from '@opentelemetry/api';

const answer = {
  id: '1',
  model: 'small',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'on' } }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
};

async function main() {
  const { default: express } = await import('express');
  const { OpenAI } = await import('openai');
  const app = express();
  app.post('/v1/chat/completions', (_request, response) => response.json(answer));
  app.get('/rooms/:room', (_request, response) => response.send('kitchen'));
  const server = app.listen(0, '127.0.0.1', () => {
    const origin = `http://127.0.0.1:${server.address().port}`;
    void trace.getTracer('app').startActiveSpan('work', async (span) => {
      await fetch(`${origin}/rooms/kitchen`).then((room) => room.text());
      const client = new OpenAI({ apiKey: 'none', baseURL: `${origin}/v1` });
      await client.chat.completions.create({
        model: 'small',
        messages: [{ role: 'user', content: 'Is the lamp on?' }],
      });
      span.end();
      server.close();
      server.closeAllConnections();
    });
  });
}
void main();
