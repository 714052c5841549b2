/** An event from a client to a server and back, by socket.io. */
import '@mordomo/otel';
import { createServer } from 'node:http';
import { trace } from '@opentelemetry/api';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';

const server = createServer();
const sockets = new Server(server);
sockets.on('connection', (socket) => {
  socket.on('lamp', (state) => {
    trace.getTracer('app').startSpan('switch').end();
    socket.emit('switched', state);
  });
});
server.listen(0, '127.0.0.1', () => {
  const client = io(`http://127.0.0.1:${server.address().port}`, { transports: ['websocket'] });
  client.on('switched', () => {
    client.close();
    void sockets.close();
  });
  client.emit('lamp', 'on');
});
