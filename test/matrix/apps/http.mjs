/** A service on bare node:http and node:https that asks itself, and logs by winston. */
import '@mordomo/otel';
import http, { get } from 'node:http';
import https, { request } from 'node:https';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';
import winston from 'winston';

const log = winston.createLogger({ transports: [new winston.transports.Console()] });
const mark = (name) => trace.getTracer('app').startSpan(name).end();

/** A key that both sides know makes TLS without a certificate. */
const tls = {
  ciphers: 'PSK-AES128-GCM-SHA256',
  maxVersion: 'TLSv1.2',
  pskCallback: () => ({ psk: Buffer.alloc(16), identity: 'app' }),
  checkServerIdentity: () => undefined,
};

async function answer(incoming, response) {
  if (incoming.url === '/inner') {
    response.end('inner');
    return;
  }
  await asked((options, done) => get(options, done), { path: '/inner', port: plain.address().port });
  mark('after await');
  await wait(1);
  for await (const name of Readable.from(['after stream'])) mark(name);
  setTimeout(() => {
    mark('after timer');
    log.info('asked for a room', { room: 'kitchen' });
    response.end('kitchen');
  }, 1);
}

/** Asks by one of the functions that make a request, and reads the answer to its end. */
const asked = (ask, options) =>
  new Promise((resolve, reject) => {
    ask({ host: '127.0.0.1', ...options }, (response) => response.resume().once('end', resolve))
      .once('error', reject)
      .end();
  });

const plain = http.createServer(answer).listen(0, '127.0.0.1', () => {
  const secure = https
    .createServer(tls, (_request, response) => response.writeHead(201).end())
    .listen(0, '127.0.0.1', () => {
      const { port } = secure.address();
      void asked(http.request, { path: '/rooms', port: plain.address().port })
        .then(() => asked(https.get, { ...tls, path: '/by-default-import', port }))
        .then(() => asked(request, { ...tls, path: '/by-named-import', port }))
        .finally(() => {
          plain.close();
          secure.close();
        });
    });
});
