/** The one audio format of the house: mono PCM16 at this rate. */
export const sampleRateHz = 16_000;
export const frameMs = 20;
export const frameSamples = (sampleRateHz * frameMs) / 1000;

export function durationMs(pcm: Int16Array): number {
  return (pcm.length * 1000) / sampleRateHz;
}

export function silence(lengthMs: number): Int16Array {
  return new Int16Array(Math.round((lengthMs * sampleRateHz) / 1000));
}

export function concat(parts: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Frames of 20 ms; the last one is filled up with silence. */
export function* frames(pcm: Int16Array): Generator<Int16Array> {
  for (let start = 0; start < pcm.length; start += frameSamples) {
    const frame = pcm.subarray(start, start + frameSamples);
    yield frame.length === frameSamples ? frame : concat([frame, new Int16Array(frameSamples - frame.length)]);
  }
}

/** The samples as bytes, as they stand in a WAV file or on the wire (little endian, no copy). */
export function toBytes(pcm: Int16Array): Buffer {
  return Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
}

/** The samples in `bytes`; an odd last byte is left out. */
export function fromBytes(bytes: Uint8Array): Int16Array {
  // A copy: a typed array needs an aligned start, which slices of a network buffer do not have.
  return new Int16Array(Uint8Array.from(bytes.subarray(0, bytes.length & ~1)).buffer);
}

/** The same sound, `factor` times as fast and as high. */
export function resampled(pcm: Int16Array, factor: number): Int16Array {
  return Int16Array.from({ length: Math.floor(pcm.length / factor) }, (_, index) => {
    const position = index * factor;
    const before = Math.floor(position);
    const [left = 0, right = left] = pcm.subarray(before, before + 2);
    return Math.round(left + (right - left) * (position - before));
  });
}

/** Samples below this are noise. */
const soundLevel = 300;

/** Where the last sound ends. */
export const soundEndsMs = (pcm: Int16Array): number =>
  ((pcm.findLastIndex((sample) => Math.abs(sample) > soundLevel) + 1) * 1000) / sampleRateHz;
