/** Enough of Redis' protocol for clients that set and get one value. */
import { createServer, type Server, type Socket } from 'node:net';

const bulk = (value: string): string => `$${Buffer.byteLength(value)}\r\n${value}\r\n`;

const answers: Readonly<Record<string, string>> = {
  HELLO: `%2\r\n${bulk('server')}${bulk('redis')}${bulk('proto')}:3\r\n`,
  INFO: bulk('redis_version:7.0.0\r\nloading:0\r\n'),
  PING: '+PONG\r\n',
  GET: bulk('on'),
};

function serve(socket: Socket): void {
  let received = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    received += chunk;
    for (let found = next(received); found !== undefined; found = next(received)) {
      received = received.slice(found.length);
      socket.write(answers[found.name] ?? '+OK\r\n');
    }
  });
  socket.on('error', () => {});
}

/** The first whole command, such as `*2\r\n$3\r\nGET\r\n$4\r\nlamp\r\n`: an array of strings with their lengths. */
function next(received: string): { readonly name: string; readonly length: number } | undefined {
  const count = Number(/^\*(\d+)\r\n/.exec(received)?.[1] ?? 0);
  const whole = new RegExp(
    String.raw`^\*\d+\r\n(?:\$\d+\r\n([^\r]*)\r\n)(?:\$\d+\r\n[^\r]*\r\n){${Math.max(count - 1, 0)}}`,
  );
  const found = count === 0 ? null : whole.exec(received);
  return found === null ? undefined : { name: (found[1] ?? '').toUpperCase(), length: found[0].length };
}

export const redis = (): Server => createServer(serve);
