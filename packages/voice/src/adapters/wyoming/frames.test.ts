import { expect, test } from 'vitest';
import { recordedFrames } from '../../testing/wyoming-server.ts';
import { encode, FrameReader, type WyomingEvent } from './frames.ts';

const piper = recordedFrames('piper');

const read = (bytes: Buffer, pieceLength = bytes.length): WyomingEvent[] => {
  const reader = new FrameReader('The server');
  const events: WyomingEvent[] = [];
  for (let start = 0; start < bytes.length; start += pieceLength)
    events.push(...reader.push(bytes.subarray(start, start + pieceLength)));
  return events;
};

test('recorded frames are read, wherever the network cut or merged them', () => {
  const whole = read(piper);
  expect(whole.map(({ type, payload }) => [type, payload?.length])).toEqual([
    ['audio-start', undefined],
    ['audio-chunk', 2048],
    ['audio-chunk', 2048],
    ['audio-chunk', 2048],
    ['audio-stop', undefined],
  ]);
  expect(whole[1]?.data).toEqual({ rate: 22050, width: 2, channels: 1, timestamp: null });
  for (const pieceLength of [1, 2, 3, 7, 61, 2047, 2049]) expect(read(piper, pieceLength)).toEqual(whole);
});

test('older servers, which write the data into the line, are understood', () => {
  const line = '{"type": "transcript", "data": {"text": "olá"}, "payload_length": null}\n';
  expect(read(Buffer.from(line), 5)).toEqual([{ type: 'transcript', data: { text: 'olá' } }]);
});

test('what is written can be read', () => {
  const events: WyomingEvent[] = [
    { type: 'transcribe', data: { language: 'pt', name: 'Zoë' } },
    { type: 'audio-chunk', data: { rate: 16000 }, payload: Buffer.from([1, 0, 10, 255]) },
    { type: 'audio-stop', data: {} },
  ];
  expect(read(Buffer.concat(events.map(encode)), 9)).toEqual(events);
});

test.each([
  ['a web server', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
  ['a line without a type', '{}\n'],
  ['a list', '[]\n'],
  ['a negative length', '{"type":"audio-chunk","payload_length":-1}\n'],
  ['a length beyond all reason', '{"type":"audio-chunk","payload_length":1e12}\n'],
  ['an endless line', 'x'.repeat(17 * 1024 * 1024)],
])('%s is no Wyoming server, and that is one sentence', (_, text) => {
  expect(() => read(Buffer.from(text))).toThrow('The server does not speak the Wyoming protocol');
});
