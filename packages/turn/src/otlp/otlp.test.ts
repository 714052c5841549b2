import { expect, test } from 'vitest';
import { logLinesOf } from './logs.ts';
import { seriesOf } from './metrics.ts';
import { spansOf, withoutRepeats } from './spans.ts';

const inResource = (spans: readonly unknown[]): unknown => ({
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'whisper-asr' } }], unknown: 1 },
      scopeSpans: [{ spans }],
    },
  ],
});

test('times are read from strings and from numbers', () => {
  const [span] = spansOf(
    inResource([{ startTimeUnixNano: '1767323045000000001', endTimeUnixNano: 1767323046000000000 }]),
  );
  expect(span?.startNs).toBe(1_767_323_045_000_000_001n);
  expect(span?.endNs).toBe(1_767_323_046_000_000_000n);
});

test('ids are the same whether a server writes them as hex or as base64, enums as numbers or as names', () => {
  const hex = { traceId: '4BF92F3577B34DA6A3CE929D0E0E4736', spanId: '00f067aa0ba902b7', kind: 3, status: { code: 2 } };
  const named = {
    traceId: 'S/kvNXezTaajzpKdDg5HNg==',
    spanId: 'APBnqgupArc=',
    kind: 'SPAN_KIND_CLIENT',
    status: { code: 'STATUS_CODE_ERROR' },
  };
  const [first, second] = spansOf(inResource([hex, named]));
  expect(first).toMatchObject({ traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' });
  expect(first).toMatchObject({ kind: 'client', status: 'error', parentSpanId: undefined });
  expect(second).toEqual(first);
});

test('a span that ends before it starts has no length instead of a negative one', () => {
  const [span] = spansOf(inResource([{ startTimeUnixNano: '20', endTimeUnixNano: '10' }]));
  expect(span?.endNs).toBe(20n);
});

test('attributes of every type are read, nested ones too', () => {
  const attributes = [
    { key: 'text', value: { stringValue: 'a' } },
    { key: 'int', value: { intValue: '7' } },
    { key: 'double', value: { doubleValue: 0.5 } },
    { key: 'bool', value: { boolValue: true } },
    { key: 'list', value: { arrayValue: { values: [{ intValue: 1 }, { stringValue: 'b' }] } } },
    { key: 'map', value: { kvlistValue: { values: [{ key: 'in', value: { boolValue: false } }] } } },
    { key: 'empty', value: {} },
  ];
  const [span] = spansOf(inResource([{ attributes }]));
  expect(span?.attributes).toEqual({
    text: 'a',
    int: 7,
    double: 0.5,
    bool: true,
    list: [1, 'b'],
    map: { in: false },
    empty: '',
  });
});

test.each([
  undefined,
  null,
  'text',
  [],
  { resourceSpans: 3 },
  { resourceSpans: [null, { scopeSpans: [{ spans: [7] }] }] },
])('what is no trace request (%j) holds no span', (body) => {
  expect(spansOf(body)).toEqual([]);
  expect(logLinesOf(body)).toEqual([]);
  expect(seriesOf(body)).toEqual([]);
});

test('a span that was delivered twice counts once', () => {
  const spans = spansOf(inResource([{ spanId: '00f067aa0ba902b7' }, { spanId: '00f067aa0ba902b7' }]));
  expect(withoutRepeats(spans)).toHaveLength(1);
});

test('a log line without a severity text has the level of its number', () => {
  const logRecords = [{ severityNumber: 17, body: { kvlistValue: { values: [] } }, observedTimeUnixNano: '5' }, {}];
  const lines = logLinesOf({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
  expect(lines.map(({ level, body, timeNs, service }) => ({ level, body, timeNs, service }))).toEqual([
    { level: 'error', body: '{}', timeNs: 5n, service: 'unknown_service' },
    { level: 'info', body: '', timeNs: 0n, service: 'unknown_service' },
  ]);
});

test('data points of every kind of metric are series, with their exemplars', () => {
  const exemplars = [{ traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', asInt: '3' }];
  const metrics = [
    { name: 'a', sum: { dataPoints: [{}, {}] } },
    { name: 'b', gauge: { dataPoints: [{}] } },
    { name: 'c', histogram: { dataPoints: [{ exemplars }] } },
    { name: 'd', unheardOf: { dataPoints: [{}] } },
  ];
  const series = seriesOf({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });
  expect(series.map(({ name }) => name)).toEqual(['a', 'a', 'b', 'c']);
  expect(series[3]?.exemplars[0]).toMatchObject({ traceId: '4bf92f3577b34da6a3ce929d0e0e4736', value: 3 });
});
