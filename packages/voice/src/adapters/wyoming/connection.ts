/** A connection to a Wyoming server; what goes wrong with it is one sentence. */
import { connect, type Socket } from 'node:net';
import { EngineError, reasonOf } from '../engine-error.ts';
import { Patience } from '../patience.ts';
import { encode, FrameReader, type WyomingEvent } from './frames.ts';

export interface WyomingServer {
  readonly host: string;
  readonly port: number;
}

export class Connection {
  readonly #what: string;
  readonly #patience: Patience;
  readonly #socket: Socket;

  /** @param what the engine, as an error’s sentence begins with it @param timeoutMs how long it may be silent */
  constructor(what: string, { host, port }: WyomingServer, timeoutMs: number, signal?: AbortSignal) {
    this.#what = `${what} at ${host}:${port}`;
    this.#patience = new Patience(this.#what, timeoutMs, signal);
    this.#socket = connect({ host, port, signal: this.#patience.signal, noDelay: true });
    this.#socket.on('error', () => {}); // who reads the events is told
  }

  /** What waits to be sent, in bytes. */
  get backlog(): number {
    return this.#socket.writableLength;
  }

  send(...events: readonly WyomingEvent[]): void {
    this.#socket.write(Buffer.concat(events.map(encode)));
  }

  /**
   * What the server sends, until the caller has enough.
   * @param isAwaited whether the server is to answer now, or when it has something to say
   * @throws EngineError where the server cannot be reached, goes away, or reports an error; the signal’s reason
   */
  async *events(isAwaited: boolean): AsyncIterable<WyomingEvent> {
    const reader = new FrameReader(this.#what);
    try {
      if (isAwaited) this.#patience.start();
      for await (const chunk of this.#socket as AsyncIterable<Buffer>) {
        this.#patience.stop();
        for (const event of reader.push(chunk)) {
          if (event.type === 'error') throw this.#refusal(event);
          yield event;
        }
        if (isAwaited) this.#patience.start();
      }
    } catch (error) {
      if (this.#patience.signal.aborted) throw this.#patience.signal.reason;
      throw error instanceof EngineError ? error : this.#failure(error);
    } finally {
      this.close();
    }
    throw new EngineError('EngineBrokeOff', `${this.#what} closed the connection in the middle: its log says why.`);
  }

  /** Gives the server up. @param reason what the reader of the events is told */
  giveUp(reason: EngineError): void {
    this.#patience.giveUp(reason);
  }

  close(): void {
    this.#patience.stop();
    this.#socket.destroy();
  }

  #failure(error: unknown): EngineError {
    const reason = reasonOf(error);
    if (this.#socket.bytesRead > 0 || reason === 'ECONNRESET' || reason === 'EPIPE') {
      const message = `${this.#what} broke off (${reason}): its log says why.`;
      return new EngineError('EngineBrokeOff', message, { cause: error });
    }
    const message = `${this.#what} cannot be reached (${reason}): see that its server runs and that the address is right.`;
    return new EngineError('EngineUnreachable', message, { cause: error });
  }

  /** The error’s code; its text is left alone, since a server may repeat there what it was to say. */
  #refusal({ data }: WyomingEvent): EngineError {
    const code = /^[\w.-]{1,64}$/.test(String(data?.['code'])) ? ` (${String(data?.['code'])})` : '';
    return new EngineError('EngineRefusal', `${this.#what} reported an error${code}: its log says more.`);
  }
}
