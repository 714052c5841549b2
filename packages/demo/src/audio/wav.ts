import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fromBytes, sampleRateHz, toBytes } from './pcm.ts';

const pcmFormat = 1;
const extensibleFormat = 0xfffe;
const headerBytes = 44;

interface Format {
  readonly encoding: number;
  readonly channels: number;
  readonly rateHz: number;
  readonly bits: number;
}

/** Reads a WAV file as 16 kHz mono. Throws one sentence that names the file and says what to give instead. */
export async function readWav(path: string): Promise<Int16Array> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why =
      code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : `it failed (${code})`;
    throw new Error(`${path} cannot be read: ${why}; give a 16-bit PCM WAV file`, { cause: error });
  }
  return decodeWav(bytes, basename(path));
}

export async function writeWav(path: string, pcm: Int16Array): Promise<void> {
  await writeFile(path, encodeWav(pcm));
}

/** The content of a WAV file as 16 kHz mono; `name` is what errors call it. */
export function decodeWav(bytes: Uint8Array, name: string): Int16Array {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') {
    throw new Error(`${name} is not a WAV file: it ${startOf(file)}; give a 16-bit PCM WAV`);
  }
  const chunks = readChunks(file);
  const { fmt, data } = chunks;
  if (fmt === undefined || fmt.length < 16 || data === undefined) {
    throw new Error(`${name} is a WAV file without sound: it ends before its data; give a 16-bit PCM WAV`);
  }
  const format = readFormat(fmt);
  if (format.encoding !== pcmFormat || format.bits !== 16 || format.channels < 1) {
    const seen = format.encoding === pcmFormat ? `${format.bits}-bit PCM` : `encoding ${format.encoding}`;
    throw new Error(`${name} holds ${seen}, ${format.channels} channels; give a 16-bit PCM WAV`);
  }
  return resample(toMono(fromBytes(data), format.channels), format.rateHz, name);
}

export function encodeWav(pcm: Int16Array): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(headerBytes - 8 + pcm.byteLength, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(pcmFormat, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE(sampleRateHz * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(pcm.byteLength, 40);
  return Buffer.concat([header, toBytes(pcm)]);
}

/** The first `fmt ` and `data` chunk. A data chunk that claims more than there is ends with the file (streamed WAVs). */
function readChunks(file: Buffer): { fmt?: Buffer; data?: Buffer } {
  const found: { fmt?: Buffer; data?: Buffer } = {};
  for (let at = 12; at + 8 <= file.length;) {
    const id = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    const body = file.subarray(at + 8, at + 8 + size);
    if (id === 'fmt ') found.fmt ??= body;
    if (id === 'data') found.data ??= body;
    at += 8 + size + (size % 2);
  }
  return found;
}

function readFormat(fmt: Buffer): Format {
  const encoding = fmt.readUInt16LE(0);
  return {
    // The extensible header keeps the true encoding in the first two bytes of its sub-format.
    encoding: encoding === extensibleFormat && fmt.length >= 26 ? fmt.readUInt16LE(24) : encoding,
    channels: fmt.readUInt16LE(2),
    rateHz: fmt.readUInt32LE(4),
    bits: fmt.readUInt16LE(14),
  };
}

function toMono(samples: Int16Array, channels: number): Int16Array {
  if (channels === 1) return samples;
  return Int16Array.from({ length: Math.floor(samples.length / channels) }, (_, index) => {
    const start = index * channels;
    return samples.subarray(start, start + channels).reduce((sum, sample) => sum + sample, 0) / channels;
  });
}

/** Linear interpolation upwards, mean of the covered samples downwards: plenty for speech recognition. */
function resample(samples: Int16Array, fromHz: number, name: string): Int16Array {
  if (fromHz === sampleRateHz) return samples;
  if (fromHz < 8_000 || fromHz > 192_000) {
    throw new Error(`${name} has ${fromHz} samples per second; give a WAV of 8000 to 192000, best ${sampleRateHz}`);
  }
  const step = fromHz / sampleRateHz;
  return Int16Array.from({ length: Math.floor(samples.length / step) }, (_, index) => {
    const from = index * step;
    if (step > 1) return mean(samples.subarray(Math.floor(from), Math.ceil(from + step)));
    const left = samples[Math.floor(from)] ?? 0;
    const right = samples[Math.floor(from) + 1] ?? left;
    return left + (right - left) * (from % 1);
  });
}

function mean(samples: Int16Array): number {
  return samples.reduce((sum, sample) => sum + sample, 0) / Math.max(samples.length, 1);
}

function startOf(file: Buffer): string {
  if (file.length === 0) return 'is empty';
  return `starts with ${JSON.stringify(file.toString('latin1', 0, 12).replaceAll(/[^\x20-\x7e]/g, '.'))}`;
}
