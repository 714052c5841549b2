import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { concat, durationMs, frames, fromBytes, silence, toBytes } from './pcm.ts';
import { decodeWav, encodeWav, readWav, writeWav } from './wav.ts';

const folder = mkdtempSync(join(tmpdir(), 'mordomo-wav-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tone = Int16Array.from({ length: 1600 }, (_, index) => Math.round(8000 * Math.sin(index / 5)));

/** A WAV with the given header fields around `samples`. */
function wav(
  samples: Int16Array,
  fields: { rateHz?: number; channels?: number; bits?: number; encoding?: number },
): Buffer {
  const file = encodeWav(samples);
  file.writeUInt16LE(fields.encoding ?? 1, 20);
  file.writeUInt16LE(fields.channels ?? 1, 22);
  file.writeUInt32LE(fields.rateHz ?? 16_000, 24);
  file.writeUInt16LE(fields.bits ?? 16, 34);
  return file;
}

test('a WAV that was written is read back sample by sample', async () => {
  const path = join(folder, 'tone.wav');
  await writeWav(path, tone);
  expect(await readWav(path)).toEqual(tone);
});

test('recordings at other rates and in stereo become 16 kHz mono of the same length', () => {
  expect(durationMs(decodeWav(wav(tone, { rateHz: 8000 }), 'x.wav'))).toBe(200);
  expect(durationMs(decodeWav(wav(tone, { rateHz: 48_000 }), 'x.wav'))).toBeCloseTo(1600 / 48, 0);
  const stereo = Int16Array.from({ length: 8 }, (_, index) => (index % 2 === 0 ? 100 : 300));
  expect([...decodeWav(wav(stereo, { channels: 2 }), 'x.wav')]).toEqual([200, 200, 200, 200]);
});

test('a WAV whose header claims more than there is gives what there is', () => {
  const file = encodeWav(tone);
  file.writeUInt32LE(0xffffffff, 40);
  expect(decodeWav(file, 'streamed.wav')).toEqual(tone);
});

test('a file that is no usable WAV is refused in one sentence that says what it is and what to give', async () => {
  const path = join(folder, 'song.wav');
  writeFileSync(path, 'ID3\u0004not a wave');
  await expect(readWav(path)).rejects.toThrow(
    'song.wav is not a WAV file: it starts with "ID3.not a wa"; give a 16-bit PCM WAV',
  );
  await expect(readWav(join(folder, 'none.wav'))).rejects.toThrow('none.wav cannot be read: there is no such file');
  await expect(readWav(folder)).rejects.toThrow('it is a folder');
  expect(() => decodeWav(Buffer.alloc(0), 'empty.wav')).toThrow('empty.wav is not a WAV file: it is empty');
  expect(() => decodeWav(encodeWav(tone).subarray(0, 20), 'cut.wav')).toThrow('cut.wav is a WAV file without sound');
  expect(() => decodeWav(wav(tone, { bits: 24 }), 'x.wav')).toThrow(
    'x.wav holds 24-bit PCM, 1 channels; give a 16-bit',
  );
  expect(() => decodeWav(wav(tone, { encoding: 6 }), 'x.wav')).toThrow('encoding 6');
  expect(() => decodeWav(wav(tone, { rateHz: 0 }), 'x.wav')).toThrow('x.wav has 0 samples per second');
});

test('frames cover the audio, the last one filled with silence', () => {
  const cut = [...frames(tone.subarray(0, 700))];
  expect(cut.map(({ length }) => length)).toEqual([320, 320, 320]);
  expect(concat(cut).subarray(0, 700)).toEqual(tone.subarray(0, 700));
  expect(cut[2]?.subarray(60)).toEqual(silence(260 / 16));
});

test('samples survive the wire, also from an odd position in a buffer', () => {
  const wire = Buffer.concat([Buffer.from([0]), toBytes(tone)]);
  expect(fromBytes(wire.subarray(1))).toEqual(tone);
  expect(fromBytes(wire.subarray(1, 4)).length).toBe(1);
});
