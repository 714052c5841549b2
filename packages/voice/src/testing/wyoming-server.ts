/** A real TCP server that speaks Wyoming: reads what clients send, and answers with what real servers sent. */
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { FrameReader, type WyomingEvent } from '../adapters/wyoming/frames.ts';

export const recordedFrames = (name: string): Buffer =>
  readFileSync(new URL(`recorded/${name}.wyoming`, import.meta.url));

/** What the server does on an event of a client; `reply` sends bytes, in pieces of the size that is set. */
type Answer = (event: WyomingEvent, reply: (bytes: Buffer) => void, socket: Socket) => void;

export class WyomingServer {
  readonly received: WyomingEvent[] = [];
  answer: Answer = () => {};
  /** Bytes that are sent at once. */
  pieceLength = Infinity;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer({ noDelay: true }, (socket) => {
    this.#sockets.add(socket);
    const reader = new FrameReader('the client');
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      for (const event of reader.push(chunk)) {
        this.received.push(event);
        this.answer(event, (bytes) => void this.#send(socket, bytes), socket);
      }
    });
  });

  async listen(): Promise<{ host: string; port: number }> {
    await new Promise<void>((resolve) => void this.#server.listen(0, '127.0.0.1', resolve));
    return { host: '127.0.0.1', port: (this.#server.address() as AddressInfo).port };
  }

  /** How many clients are connected. */
  get clients(): number {
    return [...this.#sockets].filter(({ destroyed }) => !destroyed).length;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  /** Each piece in a packet of its own. */
  async #send(socket: Socket, bytes: Buffer): Promise<void> {
    for (let start = 0; start < bytes.length; start += this.pieceLength) {
      socket.write(bytes.subarray(start, start + this.pieceLength));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
