import '@mordomo/otel';
import express from 'express';
import { metricsHandler } from '@mordomo/otel/api';
import { runStage } from '@mordomo/voice';
import { think } from '../brain/think.ts';
import { announce } from '../bus.ts';
import { openService, settings, stageDelay } from '../service.ts';

const app = express();
const { bus, on, log, ready } = await openService();

app.use(express.json());
app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
app.get('/metrics', metricsHandler);
app.post('/ask', async (request, response) => {
  const { text } = (request.body ?? {}) as { text?: unknown };
  if (typeof text !== 'string') {
    response.status(400).json({ error: 'Send JSON with a "text" to answer.' });
    return;
  }
  const sentences = await Array.fromAsync(think(text).sentences);
  response.json({ reply: sentences.join(' ') });
});

on('voice.transcript', async ({ text }) => {
  const thought = think(text);
  let { outcome } = thought;
  let index = 0;
  const say = (sentence: string) =>
    announce(bus, 'voice.sentence', { kind: 'sentence', index: index++, text: sentence });
  await runStage(
    'brain',
    async (stage) => {
      await stageDelay('brain');
      let replyLength = 0;
      for await (const sentence of thought.sentences) {
        if (index === 0) stage.firstHandOver();
        say(sentence);
        replyLength += sentence.length;
      }
      stage.set({ 'voice.brain.reply_length': replyLength });
      log.info({ intent: thought.attributes['voice.brain.intent'], sentences: index }, 'answered');
    },
    { attributes: thought.attributes },
  ).catch((error: unknown) => {
    log.error({ err: error }, 'no answer');
    outcome = 'error';
    say('Sorry, I cannot answer that now.');
  });
  announce(bus, 'voice.sentence', { kind: 'end', outcome });
});

const server = app.listen(settings.port, '127.0.0.1');
server.unref();
await ready();
