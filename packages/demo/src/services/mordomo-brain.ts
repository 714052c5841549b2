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
  const { text } = request.body as { text?: string };
  const sentences = [];
  for await (const sentence of think(text ?? '').sentences) sentences.push(sentence);
  response.json({ reply: sentences.join(' ') });
});

on('voice.transcript', async ({ text }) => {
  const thought = think(text);
  let outcome = thought.outcome;
  await runStage(
    'brain',
    async (stage) => {
      await stageDelay('brain');
      let index = 0;
      for await (const sentence of thought.sentences) {
        if (index === 0) stage.firstHandOver();
        announce(bus, 'voice.sentence', { kind: 'sentence', index, text: sentence });
        index += 1;
      }
      log.info({ intent: thought.attributes['voice.brain.intent'], sentences: index }, 'answered');
    },
    { attributes: thought.attributes },
  ).catch((error: unknown) => {
    log.error({ err: error }, 'no answer');
    outcome = 'error';
    announce(bus, 'voice.sentence', { kind: 'sentence', index: 0, text: 'Sorry, I cannot answer that now.' });
  });
  announce(bus, 'voice.sentence', { kind: 'end', outcome });
});

const server = app.listen(settings.port, '127.0.0.1');
server.unref();
await ready();
