/** Enough of AMQP 0-9-1 for a client that declares a queue, publishes into it and consumes from it. */
import { createServer, type Server, type Socket } from 'node:net';

const frameEnd = 0xce;
const kind = { method: 1, header: 2, body: 3 } as const;

const int16 = (value: number): Buffer => Buffer.from([value >>> 8, value & 255]);
const int32 = (value: number): Buffer => Buffer.concat([int16(value >>> 16), int16(value & 0xffff)]);
const short = (value: string): Buffer => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
const long = (value: string): Buffer => Buffer.concat([int32(value.length), Buffer.from(value)]);

const frame = (type: number, channel: number, payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from([type]), int16(channel), int32(payload.length), payload, Buffer.from([frameEnd])]);
const method = (channel: number, classId: number, methodId: number, ...parts: readonly Buffer[]): Buffer =>
  frame(kind.method, channel, Buffer.concat([int16(classId), int16(methodId), ...parts]));

const noTable = int32(0);
/** Connection.Start: version 0-9, no properties, one mechanism, one locale. */
const start = method(0, 10, 10, Buffer.from([0, 9]), noTable, long('PLAIN'), long('en_US'));
const tune = method(0, 10, 30, int16(10), int32(131_072), int16(0));
const deliver = (channel: number): Buffer =>
  method(channel, 60, 60, short('consumer'), int32(0), int32(1), Buffer.from([0]), short(''), short('lamps'));

/** What is answered to a method, by class and method. */
const answers: Readonly<Record<string, (channel: number) => Buffer>> = {
  '10.11': () => tune,
  '10.40': () => method(0, 10, 41, short('')),
  '10.50': () => method(0, 10, 51),
  '20.10': (channel) => method(channel, 20, 11, long('')),
  '20.40': (channel) => method(channel, 20, 41),
  '50.10': (channel) => method(channel, 50, 11, short('lamps'), int32(0), int32(0)),
  '60.20': (channel) => method(channel, 60, 21, short('consumer')),
  // What is published is delivered: its header and body are sent back as they come.
  '60.40': deliver,
};

/** The client begins with eight bytes that name the protocol; frames follow. */
const protocolHeaderBytes = 8;

function serve(socket: Socket): void {
  let received = Buffer.alloc(0);
  socket.once('data', () => socket.write(start));
  let read = protocolHeaderBytes;
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    for (let end = endOfFrame(received, read); end <= received.length; end = endOfFrame(received, read)) {
      const answer = answerTo(received.subarray(read, end));
      if (answer !== undefined) socket.write(answer);
      read = end;
    }
  });
  socket.on('error', () => {});
}

/** Type, channel, length, payload, end mark. Beyond all bounds while the length is not there yet. */
const endOfFrame = (received: Buffer, from: number): number =>
  received.length < from + 7 ? Infinity : from + 8 + received.readUInt32BE(from + 3);

function answerTo(received: Buffer): Buffer | undefined {
  if (received[0] === kind.header || received[0] === kind.body) return received;
  if (received[0] !== kind.method) return undefined;
  return answers[`${received.readUInt16BE(7)}.${received.readUInt16BE(9)}`]?.(received.readUInt16BE(1));
}

export const amqp = (): Server => createServer(serve);
