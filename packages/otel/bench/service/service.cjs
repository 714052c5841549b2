// The service that is measured: a JSON route, a line of log per request. It knows nothing of telemetry.
// CommonJS, because there the stock distribution reaches everything too.
const express = require('express');
const pino = require('pino');
const { setTimeout: wait } = require('node:timers/promises');

const logger = pino({ level: 'info' }, pino.destination('/dev/null'));

function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const app = express();
app.get('/rooms/:room', (request, response) => {
  logger.info({ room: request.params.room }, 'asked for a room');
  response.json({ room: request.params.room, light: 'on' });
});

/** Logs outside of any request: what a line alone costs. Slowly enough that nobody drops a line, which is cheap. */
async function logLines(count) {
  for (let line = 1; line <= count; line += 1) {
    logger.info({ line }, 'a line');
    if (line % 20 === 0) await wait(10);
  }
}

process.on('message', async ({ ask, count }) => {
  if (ask === 'lines') await logLines(count);
  process.send({ cpuMs: cpuMs(), rssBytes: process.memoryUsage.rss() });
});
const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port, cpuMs: cpuMs() }));
