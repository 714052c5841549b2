/** An Express service that asks itself: it answers, calls, waits, logs, and fails in every way that Express knows. */
import '@mordomo/otel';
import type { AddressInfo } from 'node:net';
import { Readable, pipeline } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';
import express, { Router, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import pino from 'pino';

class BrokenLamp extends Error {
  override readonly name = 'BrokenLamp';
}

const log = pino();
const mark = (name: string): void => trace.getTracer('app').startSpan(name).end();

/** Express 4 leaves a rejected promise to the handler. */
const awaited =
  (handler: (request: Request, response: Response) => Promise<void>): RequestHandler =>
  (request, response, next) => {
    const answered = handler(request, response);
    if (process.env['LIBRARY_MAJOR'] === '4') void answered.catch(next);
    return answered;
  };

const house = Router();
house.get(
  '/rooms/:room',
  awaited(async (request, response) => {
    await fetch(`http://127.0.0.1:${port()}/inner`).then((answer) => answer.text());
    mark('after await');
    await wait(1);
    for await (const name of Readable.from(['after stream'])) mark(name);
    setTimeout(() => {
      mark('after timer');
      log.info({ room: request.params['room'] }, 'asked for a room');
      response.status(200).json({ room: request.params['room'] });
    }, 1);
  }),
);

const broken = Router();
broken.get('/sync', () => {
  throw new BrokenLamp('sync');
});
broken.get(
  '/async',
  awaited(async () => {
    await wait(1);
    throw new BrokenLamp('async');
  }),
);
broken.get('/next', (_request, _response, next) => next(new BrokenLamp('next')));
broken.use('/middleware', (_request, _response, next) => next(new BrokenLamp('middleware')));
broken.param('lamp', (_request, _response, next) => next(new BrokenLamp('parameter')));
broken.get('/para:lamp', (_request, response) => void response.send('never'));
broken.get('/stream', (_request, response) => {
  const failing = new Readable({
    read() {
      this.push('the first part');
      setTimeout(() => this.destroy(new BrokenLamp('stream')), 5);
    },
  });
  pipeline(failing, response, () => {});
});

const handled = Router();
handled.get('/handled', () => {
  throw new BrokenLamp('handled');
});
handled.use((_error: unknown, _request: Request, response: Response, _next: NextFunction) => {
  response.status(503).json({ said: 'later' });
});

const app = express().set('env', 'test');
app.use((_request, _response, next) => next());
app.get('/inner', (_request, response) => void response.send('inner'));
app.use('/houses/:house', house);
app.use('/broken', handled, broken);
const server = app.listen(0, '127.0.0.1', () => void ask());
const port = (): number => (server.address() as AddressInfo).port;

async function ask(): Promise<void> {
  const paths = [
    '/houses/mine/rooms/kitchen',
    '/nowhere',
    ...['sync', 'async', 'next', 'middleware', 'parameter', 'handled', 'stream'].map((way) => `/broken/${way}`),
  ];
  for (const path of paths) {
    await fetch(`http://127.0.0.1:${port()}${path}`)
      .then((answer) => answer.text())
      .catch(() => 'cut off');
  }
  server.close();
}
