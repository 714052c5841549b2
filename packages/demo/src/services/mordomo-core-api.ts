import '@mordomo/otel';
import { fastifyMetrics, metricsHandler } from '@mordomo/otel/api';
import { metrics } from '@mordomo/semconv';
import { record } from '@mordomo/voice';
import fastify from 'fastify';
import { Conversations } from '../home/conversations.ts';
import { openService } from '../service.ts';
import { settings } from '../settings.ts';

const app = fastify();
const { bus, on, log, ready } = await openService(() => app.close());

interface ConversationTurn {
  readonly intent: string;
  readonly outcome: string;
}
const history: ConversationTurn[] = [];
const devices = new Map<string, unknown>();

await app.register(fastifyMetrics);
app.get('/healthz', () => ({ status: 'ok' }));
app.get('/metrics', metricsHandler);
app.get('/conversations', () => history);
app.post<{ Body: ConversationTurn }>('/conversations', (request, reply) => {
  history.push(request.body);
  log.info({ intent: request.body.intent }, 'turn remembered');
  return reply.code(201).send({ turns: history.length });
});
app.put<{ Params: { device: string }; Body: unknown }>('/devices/:device', (request) => {
  devices.set(request.params.device, request.body);
  return { device: request.params.device, state: request.body };
});
/** Somebody says whether the house knew who spoke to the device. */
app.post<{ Params: { device: string }; Body: { isRight: boolean } }>('/devices/:device/speaker', (request, reply) => {
  const { params, body } = request;
  bus.publish('house.speaker_feedback', JSON.stringify({ device: params.device, isRight: body.isRight }));
  return reply.code(202).send();
});

const conversations = new Conversations((by) => record(metrics.activeConversations, by, {}));
on('voice.turn.started', (_event, { conversation, id }) => conversations.begin(conversation, id));
on('voice.turn.ended', (_event, { conversation, id }) => conversations.end(conversation, id));

await app.listen({ host: '127.0.0.1', port: settings.port });
await ready();
