import '@mordomo/otel';
import express from 'express';
import { expressMetrics, metricsHandler } from '@mordomo/otel/api';
import { streamStage, type RunningStage } from '@mordomo/voice';
import { remember } from '../brain/core-api.ts';
import { Expected } from '../brain/expected.ts';
import { LastCommands } from '../brain/last-commands.ts';
import { isGuarded, think, type Thought } from '../brain/think.ts';
import { stageDelay, stall } from '../faults.ts';
import { openService } from '../service.ts';
import { settings } from '../settings.ts';

const app = express();
app.set('env', 'production'); // else Express answers a failed request with a stack trace
const { announce, on, log, ready } = await openService();

app.use(expressMetrics());
app.use(express.json());
app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
app.get('/metrics', metricsHandler);
app.post('/ask', async (request, response) => {
  const { text } = (request.body ?? {}) as { text?: unknown };
  if (typeof text !== 'string') {
    response.status(400).json({ error: 'Send JSON with a "text" to answer.' });
    return;
  }
  const thought = think({ text });
  const sentences = await Array.fromAsync(streamStage('brain', thought.sentences, { attributes: thought.attributes }));
  response.json({ reply: sentences.join(' ') });
});

/** Whether the voice of a turn is known: told by speaker-id, which works beside the speech-to-text. */
const speakers = new Expected<boolean>(2_000);
on('voice.speaker', ({ isKnown }, { id }) => speakers.came(id, isKnown));

const lastCommands = new LastCommands();

on('voice.transcript', async ({ text, confidence }, turn) => {
  stall('mordomo-brain');
  const { id, conversation, signal } = turn;
  const isKnownSpeaker = isGuarded(text) ? ((await speakers.get(id)) ?? false) : true;
  const thought = think({ text, confidence, before: lastCommands.of(conversation), isKnownSpeaker, signal });
  let { outcome } = thought;
  let index = 0;
  const say = (sentence: string) =>
    announce('voice.sentence', { kind: 'sentence', index: index++, text: sentence }, turn);
  try {
    const sentences = streamStage('brain', (stage) => answer(thought, stage, signal), turn.stage(thought.attributes));
    for await (const sentence of sentences) say(sentence);
    log.info({ intent: thought.attributes['voice.brain.intent'], sentences: index }, 'answered');
  } catch (error) {
    signal.throwIfAborted();
    log.error({ err: error }, 'no answer');
    outcome = 'error';
    say('Sorry, I cannot answer that now.');
  }
  announce('voice.sentence', { kind: 'end', outcome }, turn);
  if (outcome !== 'answered' || thought.command === undefined) return;
  lastCommands.keep(conversation, thought.command);
  await remember(thought.command).catch(() => {}); // it was answered all the same; the failed request is a span of the turn
});

async function* answer(thought: Thought, stage: RunningStage, signal: AbortSignal): AsyncIterable<string> {
  await stageDelay('brain', signal);
  const said: string[] = [];
  for await (const sentence of thought.sentences(stage)) {
    said.push(sentence);
    yield sentence;
  }
  const reply = said.join(' ');
  stage.set({ 'voice.brain.reply': reply, 'voice.brain.reply_length': reply.length });
}

const server = app.listen(settings.port, '127.0.0.1');
server.unref();
await ready();
