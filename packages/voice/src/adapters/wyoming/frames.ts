/**
 * Events of the Wyoming protocol on the wire: a line of JSON, then as many bytes of JSON and of payload as the line says.
 * https://github.com/OHF-Voice/wyoming
 */
import { EngineError } from '../engine-error.ts';

export interface WyomingEvent {
  readonly type: string;
  readonly data?: Readonly<Record<string, unknown>>;
  /** Audio. */
  readonly payload?: Buffer;
}

/** More than any server sends at once; beyond it, what speaks is no Wyoming server. */
const mostBytes = 16 * 1024 * 1024;
const newline = 0x0a;

export function encode({ type, data, payload }: WyomingEvent): Buffer {
  const bytes = data === undefined ? undefined : Buffer.from(JSON.stringify(data));
  const header = {
    type,
    ...(bytes && { data_length: bytes.length }),
    ...(payload && { payload_length: payload.length }),
  };
  const parts = [Buffer.from(`${JSON.stringify(header)}\n`), bytes ?? [], payload ?? []];
  return Buffer.concat(parts.flat());
}

interface Header {
  readonly type: string;
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly data_length?: number | null;
  readonly payload_length?: number | null;
}

/** Puts events together from what the network cut and merged as it liked. */
export class FrameReader {
  readonly #what: string;
  #pending: Buffer = Buffer.alloc(0);

  /** @param what the server, as an error’s sentence begins with it */
  constructor(what: string) {
    this.#what = what;
  }

  /** Takes what came. @returns the events that are complete @throws EngineError where it is not of the protocol */
  push(chunk: Buffer): WyomingEvent[] {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    if (this.#pending.length > mostBytes) throw this.#notUnderstood();
    const events: WyomingEvent[] = [];
    for (let event = this.#next(); event !== undefined; event = this.#next()) events.push(event);
    return events;
  }

  #next(): WyomingEvent | undefined {
    const lineEnd = this.#pending.indexOf(newline);
    if (lineEnd === -1) return undefined;
    const header = this.#parse(this.#pending.subarray(0, lineEnd)) as Header;
    const dataStart = lineEnd + 1;
    const payloadStart = dataStart + (header.data_length ?? 0);
    const end = payloadStart + (header.payload_length ?? 0);
    if (typeof header.type !== 'string' || !(end >= dataStart) || end > mostBytes) throw this.#notUnderstood();
    if (this.#pending.length < end) return undefined;
    const more = payloadStart > dataStart ? this.#parse(this.#pending.subarray(dataStart, payloadStart)) : {};
    const payload = this.#pending.subarray(payloadStart, end);
    this.#pending = this.#pending.subarray(end);
    return { type: header.type, data: { ...header.data, ...more }, ...(payload.length > 0 && { payload }) };
  }

  #parse(json: Buffer): object {
    try {
      const parsed: unknown = JSON.parse(json.toString());
      if (typeof parsed === 'object' && parsed !== null) return parsed;
    } catch {
      // said below, without the text: it may be what somebody said
    }
    throw this.#notUnderstood();
  }

  #notUnderstood(): EngineError {
    const hint = 'see that the address is that of a Wyoming server';
    return new EngineError('EngineNotUnderstood', `${this.#what} does not speak the Wyoming protocol: ${hint}.`);
  }
}
