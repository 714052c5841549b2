/** Audio as it goes to speech engines and comes from them: mono, 16 bit. */
export interface Audio {
  readonly samples: Int16Array;
  /** Samples per second. */
  readonly rate: number;
}

export const secondsOf = ({ samples, rate }: Audio): number => samples.length / rate;

/** Little-endian, as every engine takes it. */
export const bytesOf = (samples: Int16Array): Buffer =>
  Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);

/** A copy, since bytes from the network may begin anywhere. */
export function samplesOf(bytes: Buffer): Int16Array {
  const samples = new Int16Array(bytes.length >> 1);
  bytes.copy(bytesOf(samples), 0, 0, samples.byteLength);
  return samples;
}
