import { expect, test } from 'vitest';
import { encodeBody, encodeItems, maxRecordBytes, type Serializer } from './encode.ts';
import { countItems, halves, type JsonObject } from './signals.ts';

const logRequest = (records: object[]): JsonObject => ({
  resourceLogs: [{ resource: { attributes: [] }, scopeLogs: [{ scope: { name: 'pino' }, logRecords: records }] }],
});

const serializer: Serializer<string> = {
  serializeRequest: (lines) => {
    if (lines.includes('throws')) throw new Error('invalid time');
    return new TextEncoder().encode(JSON.stringify(logRequest(lines.map((line) => ({ body: { stringValue: line } })))));
  },
};

test('512 log lines of 8 kB become records that a receiver takes, and none is lost', () => {
  const lines = Array.from({ length: 512 }, (_, index) => `${index} ${'x'.repeat(8192)}`);
  const { records, lost } = encodeItems('logs', lines, serializer);
  expect(lost).toBe(0);
  expect(records.reduce((sum, { items }) => sum + items, 0)).toBe(512);
  for (const { body, items } of records) {
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(maxRecordBytes);
    expect(countItems('logs', JSON.parse(body) as JsonObject)).toBe(items);
  }
});

test('one item that is too large by itself has its long texts cut', () => {
  const { records, lost } = encodeItems('logs', ['small', 'x'.repeat(3_000_000)], serializer);
  expect(lost).toBe(0);
  expect(records.map(({ items }) => items)).toEqual([1, 1]);
  expect(records[1]?.body).toContain('xxx…');
});

test('an item that cannot be written is lost alone', () => {
  const { records, lost } = encodeItems('logs', ['a', 'throws', 'b', 'c'], serializer);
  expect(lost).toBe(1);
  expect(records.reduce((sum, { items }) => sum + items, 0)).toBe(3);
});

test('an attribute that is no number loses its value, and its item stays', () => {
  const attributes = [
    { key: 'nan', value: { doubleValue: Number.NaN } },
    { key: 'huge', value: { intValue: 1e300 } },
    { key: 'fine', value: { doubleValue: 0.5 } },
  ];
  const { records, lost } = encodeBody('logs', JSON.stringify(logRequest([{ attributes }])), 1);
  expect(lost).toBe(0);
  expect(records[0]?.body).toContain(
    '[{"key":"nan","value":{}},{"key":"huge","value":{"doubleValue":1e+300}},{"key":"fine","value":{"doubleValue":0.5}}]',
  );
});

test('a metric point that is no number is dropped and counted; its neighbours stay', () => {
  const points = [{ asDouble: Number.POSITIVE_INFINITY }, { asDouble: 1 }];
  const metrics = [
    { name: 'temperature', gauge: { dataPoints: points } },
    { name: 'latency', histogram: { dataPoints: [{ sum: Number.NaN, count: 1 }] } },
  ];
  const body = { resourceMetrics: [{ scopeMetrics: [{ scope: {}, metrics }] }] };
  const { records, lost } = encodeBody('metrics', JSON.stringify(body), 3);
  expect(lost).toBe(2);
  expect(records.map(({ items }) => items)).toEqual([1]);
  expect(records[0]?.body).not.toContain('latency');
});

test('a text that only looks like a broken number is left alone', () => {
  const text = '"doubleValue":null';
  const { records } = encodeItems('logs', [text], serializer);
  expect(records[0]?.body).toContain(JSON.stringify(text));
});

test('halves keep every item once, with its resource and scope', () => {
  const [first, second] = halves('logs', logRequest([{ body: 1 }, { body: 2 }, { body: 3 }]));
  expect(first).toEqual(logRequest([{ body: 1 }, { body: 2 }]));
  expect(second).toEqual(logRequest([{ body: 3 }]));
});
