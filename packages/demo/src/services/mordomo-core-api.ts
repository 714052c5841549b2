import '@mordomo/otel';
import { metricsHandler } from '@mordomo/otel/api';
import { metrics } from '@mordomo/semconv';
import { record } from '@mordomo/voice';
import { context } from '@opentelemetry/api';
import fastify from 'fastify';
import { traceIdOf } from '../bus.ts';
import { Conversations } from '../home/conversations.ts';
import { openService, settings } from '../service.ts';

const app = fastify();
const { on, log, ready } = await openService(() => app.close());

interface ConversationTurn {
  readonly intent: string;
  readonly outcome: string;
}
const history: ConversationTurn[] = [];
const devices = new Map<string, unknown>();

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

const conversations = new Conversations((by) => record(metrics.activeConversations, by, {}, context.active()));
on('voice.turn.started', (_event, message) => conversations.begin(traceIdOf(message)));
on('voice.turn.ended', (_event, message) => conversations.end(traceIdOf(message)));

await app.listen({ host: '127.0.0.1', port: settings.port });
await ready();
