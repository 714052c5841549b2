/** Enough of PostgreSQL's protocol, version 3, for a client that is let in without a password and selects one number. */
import { createServer, type Server, type Socket } from 'node:net';

const startUp = 196_608;

const message = (type: string, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
};
const int32 = (value: number): Buffer =>
  Buffer.from([value >>> 24, value >>> 16, value >>> 8, value].map((byte) => byte & 255));
const int16 = (value: number): Buffer => int32(value).subarray(2);
const text = (value: string): Buffer => Buffer.from(`${value}\0`);

const ready = message('Z', Buffer.from('I'));
const welcome = Buffer.concat([message('R', int32(0)), ready]);
const integer = Buffer.concat([int32(0), int16(0), int32(23), int16(4), int32(-1), int16(0)]);
const oneRow = Buffer.concat([
  message('T', int16(1), text('one'), integer),
  message('D', int16(1), int32(1), Buffer.from('1')),
  message('C', text('SELECT 1')),
  ready,
]);

function serve(socket: Socket): void {
  let received = Buffer.alloc(0);
  let isWelcome = false;
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    // The first message has no type.
    for (let lengthAt = isWelcome ? 1 : 0; received.length >= lengthAt + 4; lengthAt = isWelcome ? 1 : 0) {
      const end = lengthAt + received.readInt32BE(lengthAt);
      if (received.length < end) return;
      if (!isWelcome) {
        isWelcome = received.readInt32BE(4) === startUp;
        socket.write(isWelcome ? welcome : 'N');
      } else if (received[0] === 'Q'.charCodeAt(0)) socket.write(oneRow);
      received = received.subarray(end);
    }
  });
  socket.on('error', () => {});
}

export const postgres = (): Server => createServer(serve);
