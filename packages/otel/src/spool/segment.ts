/** Reading and writing of segments: JSON lines, one record per line, append-only. */
import {
  closeSync,
  constants,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import type { Encoded } from '../otlp/encode.ts';
import type { Signal } from '../otlp/signals.ts';
import type { Segment } from './folder.ts';

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_RDONLY, O_WRONLY } = constants;

/** A segment that is being written. */
export class OpenSegment {
  readonly #path: string;
  readonly #createdMs: number;
  readonly #file: number;
  #bytes = 0;

  /** @throws if the file exists or cannot be made. */
  constructor(path: string, createdMs: number) {
    this.#path = path;
    this.#createdMs = createdMs;
    this.#file = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Appends one line, whole or not at all. @throws if the disk refuses it. */
  append(line: string): void {
    try {
      writeFileSync(this.#file, line);
      this.#bytes += Buffer.byteLength(line);
    } catch (error) {
      ftruncateSync(this.#file, this.#bytes);
      throw error;
    }
  }

  /** Ends the writing. */
  seal(): Segment {
    closeSync(this.#file);
    return { path: this.#path, createdMs: this.#createdMs, bytes: this.#bytes };
  }
}

/** The line of a record, with its line feed. The order of the keys is fixed: `parseLine` relies on it. */
export const lineOf = ({ signal, items, body }: Encoded): string =>
  `{"signal":"${signal}","items":${items},"body":${body}}\n`;

const head = /^\{"signal":"(traces|metrics|logs)","items":(\d{1,9}),"body":/;

/** The record of a line without its line feed, unread beyond its head; `undefined` for a damaged line. */
function parseLine(line: string): Encoded | undefined {
  const [prefix, signal, items] = head.exec(line) ?? [];
  if (prefix === undefined || !line.endsWith('}')) return undefined;
  return { signal: signal as Signal, items: Number(items), body: line.slice(prefix.length, -1) };
}

/** Records of a segment in the order of their writing. A line without its end is torn, and not among them. */
export function readSegment({ path }: Segment): Encoded[] {
  const file = openSync(path, O_RDONLY | O_NOFOLLOW);
  try {
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    return lines.map(parseLine).filter((record) => record !== undefined);
  } finally {
    closeSync(file);
  }
}

/** Replaces the content of a segment, so that what was acknowledged is not sent again. */
export function rewriteSegment({ path }: Segment, records: readonly Encoded[]): void {
  const temporary = `${path}.new`;
  writeFileSync(temporary, records.map(lineOf).join(''), { mode: 0o600, flag: 'wx' });
  renameSync(temporary, path);
}

/** Removes a segment; one that is gone already is fine. */
export const removeSegment = ({ path }: Segment): void => rmSync(path, { force: true });
