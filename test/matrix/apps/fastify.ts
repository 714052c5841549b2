/** A Fastify service that asks itself: it answers, calls, waits, logs, and fails in every way that Fastify knows. */
import '@mordomo/otel';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';
import Fastify from 'fastify';

class BrokenLamp extends Error {
  override readonly name = 'BrokenLamp';
}

const mark = (name: string): void => trace.getTracer('app').startSpan(name).end();

const app = Fastify({ logger: true });
app.get('/inner', () => 'inner');
app.register(
  async (house) => {
    house.get<{ Params: { room: string } }>('/rooms/:room', async (request) => {
      await fetch(`${app.listeningOrigin}/inner`).then((answer) => answer.text());
      mark('after await');
      await wait(1);
      for await (const name of Readable.from(['after stream'])) mark(name);
      await new Promise<void>((resolve) => {
        setTimeout(() => {
          mark('after timer');
          resolve();
        }, 1);
      });
      request.log.info({ room: request.params.room }, 'asked for a room');
      return { room: request.params.room };
    });
  },
  { prefix: '/houses/:house' },
);

app.get('/broken/sync', () => {
  throw new BrokenLamp('sync');
});
app.get('/broken/async', async () => {
  await wait(1);
  throw new BrokenLamp('async');
});
const onRequest = async (): Promise<void> => {
  throw new BrokenLamp('hook');
};
app.get('/broken/hook', { onRequest }, () => 'never');
app.get('/broken/stream', (_request, reply) => {
  const failing = new Readable({
    read() {
      this.push('the first part');
      setTimeout(() => this.destroy(new BrokenLamp('stream')), 5);
    },
  });
  return reply.send(failing);
});
app.register(async (other) => {
  other.setErrorHandler((_error, _request, reply) => reply.code(503).send({ said: 'later' }));
  other.get('/broken/handled', () => {
    throw new BrokenLamp('handled');
  });
});

async function ask(): Promise<void> {
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  const paths = [
    '/houses/mine/rooms/kitchen',
    '/nowhere',
    ...['sync', 'async', 'hook', 'handled', 'stream'].map((way) => `/broken/${way}`),
  ];
  for (const path of paths) {
    await fetch(`${origin}${path}`)
      .then((answer) => answer.text())
      .catch(() => 'cut off');
  }
  await app.close();
}
void ask();
