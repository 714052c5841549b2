import { afterAll, beforeAll, expect, test } from 'vitest';
import { lokiStreams, query, spanNames } from './support/backends.ts';
import * as otlp from './support/otlp.ts';
import { startTestStack, type TestStack } from './support/stack.ts';
import { until } from '../../../test/support/poll.ts';

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
}, 1_800_000);
afterAll(() => stack?.dispose());

const HOUR = 3_600_000;
const HUGE = 'x'.repeat(70_000); // longer than a key of Jaeger's index may be
const isThere = (list: readonly unknown[]) => list.length > 0;

test('spans that Jaeger cannot index neither block the queue nor take others along', async () => {
  const trace = otlp.traceId();
  const good = otlp.span(trace, 'good');
  const bytes = { key: 'bytes', value: { bytesValue: Buffer.alloc(70_000).toString('base64') } };
  const nested = {
    key: 'nested',
    value: { kvlistValue: { values: [{ key: 'a', value: { kvlistValue: { values: [otlp.text('b', HUGE)] } } }] } },
  };
  const poison = [
    { attributes: [otlp.text('value', HUGE)] },
    { attributes: [otlp.text(HUGE, 'key')] },
    { attributes: [bytes, nested] },
    { attributes: [{ key: 'list', value: { arrayValue: { values: [{ stringValue: HUGE }] } } }] },
    { name: HUGE },
    { status: { code: 2, message: HUGE } },
    { traceState: HUGE },
    { events: [{ timeUnixNano: otlp.nanos(), name: HUGE, attributes: [otlp.text('value', HUGE)] }] },
  ];
  for (const patch of poison) {
    await otlp.send(
      stack.endpoints.otlp,
      'traces',
      otlp.traces('poison', [{ ...otlp.span(otlp.traceId(), 'bad'), ...patch }]),
    );
  }
  await otlp.send(stack.endpoints.otlp, 'traces', otlp.traces('good', [good]));
  await until('the good span', () => spanNames(stack.endpoints, trace), isThere);
  const left = await until(
    'an empty queue',
    () => queued('traces'),
    (size) => size === 0,
  );
  expect(left).toBe(0);
});

test('metric points that Prometheus refuses do not take their batch along', async () => {
  const poison = {
    too_old: [otlp.counter('old', 1, { atMs: -80 * HOUR })],
    too_far_ahead: [otlp.counter('ahead', 1, { atMs: HOUR })],
    delta: [otlp.counter('delta', 1, { temporality: otlp.DELTA })],
    no_name: [otlp.counter('', 1)],
    no_letter: [otlp.counter('-.-', 1)],
    no_type: [{ name: 'no_type' }],
    empty_label: [otlp.gauge('label', 1, [otlp.text('', 'value')])],
    not_a_number: [otlp.gauge('nan', Number.NaN)],
  };
  for (const [name, list] of Object.entries(poison)) {
    await otlp.send(
      stack.endpoints.otlp,
      'metrics',
      otlp.metrics('poison', [otlp.gauge(`beside_${name}`, 1), ...list]),
    );
  }
  const beside = Object.keys(poison)
    .map((name) => `beside_${name}`)
    .sort();
  const names = async () =>
    (await query(stack.endpoints, '{__name__=~"beside_.+"}')).map(({ metric }) => metric['__name__'] ?? '').sort();
  await until('all good points', names, (seen) => seen.length === beside.length);
  expect(await names()).toEqual(beside);
});

test('a point from within the promised outage of 72 h is stored', async () => {
  await otlp.send(
    stack.endpoints.otlp,
    'metrics',
    otlp.metrics('patient', [otlp.counter('patient', 7, { atMs: -71 * HOUR })]),
  );
  const look = () => query(stack.endpoints, 'last_over_time(patient_total[72h])');
  const [sample] = await until('the old point', look, isThere);
  expect(sample?.value[1]).toBe('7');
});

test('log lines that Loki refuses do not take their batch along, and every line has four labels', async () => {
  const trace = otlp.traceId();
  const poison = [
    { timeUnixNano: otlp.nanos(-200 * HOUR) },
    { timeUnixNano: otlp.nanos(2 * HOUR) },
    { attributes: [otlp.text('value', HUGE), otlp.text(HUGE, 'key'), otlp.text('', 'no key')] },
    { body: { stringValue: HUGE.repeat(6) } },
  ];
  const lines = poison.map((patch) => ({ ...otlp.logLine('bad', 9, otlp.traceId()), ...patch }));
  const request = otlp.logs('ignored', [otlp.logLine('good', 9, trace), ...lines]);
  const nameless = { resourceLogs: request.resourceLogs.map((one) => ({ ...one, resource: { attributes: [] } })) };
  await otlp.send(stack.endpoints.otlp, 'logs', nameless);
  const selector = `{container="unknown_service",job="unknown_service",instance="unknown_service",level="info"} | trace_id="${trace}"`;
  await until('the good line', () => lokiStreams(stack.endpoints, selector), isThere);
  expect(await ownMetric('otelcol_exporter_send_failed_log_records')).toBe(0);
});

test('a request larger than 2 MiB is refused, whatever it is compressed to', async () => {
  const big = otlp.traces('big', [otlp.span(otlp.traceId(), 'big', [otlp.text('value', 'x'.repeat(2_200_000))])]);
  expect((await otlp.post(stack.endpoints.otlp, 'traces', big)).status).toBe(400);
});

/** Bytes waiting in the collector for a backend. */
function queued(signal: 'logs' | 'metrics' | 'traces'): Promise<number> {
  return ownMetric(`otelcol_exporter_queue_size{data_type="${signal}"`);
}

/** The sum of the collector's own series that begin so. */
async function ownMetric(start: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${8888 + stack.portOffset}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith(start));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}
