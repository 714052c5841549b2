import { afterAll, beforeAll, expect, test } from 'vitest';
import { exemplarTraces, lokiLabels, lokiStreams, query, spanNames } from './support/backends.ts';
import * as otlp from './support/otlp.ts';
import { startTestStack, type TestStack } from './support/stack.ts';
import { until } from '../../../test/support/poll.ts';

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
}, 1_800_000); // from empty caches it builds every part
afterAll(() => stack?.dispose());

const isThere = (list: readonly unknown[]) => list.length > 0;

test('a trace sent to the collector is found in Jaeger', async () => {
  const trace = otlp.traceId();
  await otlp.send(stack.endpoints.otlp, 'traces', otlp.traces('whisper-asr', [otlp.span(trace, 'voice.stt')]));
  expect(await until('the trace', () => spanNames(stack.endpoints, trace), isThere)).toEqual(['voice.stt']);
});

test('a turn is in the list, and `last`, whatever the name of the service that opened it', async () => {
  const { otlp: collector, turns } = stack.endpoints;
  for (const opener of ['wake-word', 'house']) {
    const trace = otlp.traceId();
    await otlp.send(collector, 'traces', otlp.traces(opener, [otlp.span(trace, 'voice.turn')]));
    const list = async () => await (await fetch(`${turns}/turns`)).text();
    await until(`the turn of ${opener} in the list`, list, (page) => page.includes(`href="/turn/${trace}"`));
    expect((await fetch(`${turns}/turn/last`)).url).toBe(`${turns}/turn/${trace}`);
  }
});

test('a log line is found by container and trace id, and its labels are exactly the four', async () => {
  const trace = otlp.traceId();
  const levels = [5, 9, 13, 17].map((severity) => otlp.logLine(`severity ${severity}`, severity, trace));
  await otlp.send(stack.endpoints.otlp, 'logs', otlp.logs('mordomo-brain', levels));
  const selector = `{container="mordomo-brain"} | trace_id="${trace}"`;
  const streams = await until(
    'four lines',
    () => lokiStreams(stack.endpoints, selector),
    (seen) => seen.length === 4,
  );
  const lines = streams.map(({ stream, values }) => `${stream['level']}: ${values[0]?.[1]}`).sort();
  expect(lines).toEqual(['debug: severity 5', 'error: severity 17', 'info: severity 9', 'warn: severity 13']);
  const identity = { container: 'mordomo-brain', job: 'mordomo-brain', instance: 'mordomo-brain@test' };
  const labels = await lokiLabels(stack.endpoints, '{container="mordomo-brain"}');
  expect(labels).toHaveLength(4);
  for (const set of labels) expect(set).toEqual({ ...identity, level: set['level'] });
});

test('a histogram is in Prometheus with its labels, its exemplar, and the first observation counts', async () => {
  const trace = otlp.traceId();
  await otlp.send(stack.endpoints.otlp, 'metrics', otlp.metrics('whisper-asr', [otlp.latency('stt.latency', trace)]));
  const [sample] = await until('the series', () => query(stack.endpoints, 'stt_latency_seconds_count'), isThere);
  expect(sample?.metric).toMatchObject({ job: 'whisper-asr', instance: 'whisper-asr@test', container: 'whisper-asr' });
  expect(await exemplarTraces(stack.endpoints, 'stt_latency_seconds_bucket')).toContain(trace);
  const mean = 'increase(stt_latency_seconds_sum[5m]) / increase(stt_latency_seconds_count[5m])';
  const [value] = await until('the mean', () => query(stack.endpoints, mean), isThere);
  expect(Number(value?.value[1])).toBeCloseTo(0.4);
});

test("the mean over five minutes has the histogram's own name", async () => {
  const means = () => query(stack.endpoints, 'stt_latency_seconds');
  const [mean] = await until('the recording rule', means, isThere, 40_000);
  expect(Number(mean?.value[1])).toBeCloseTo(0.4);
  expect(mean?.metric).toMatchObject({ job: 'whisper-asr', container: 'whisper-asr' });
});

test("span metrics and the backends' own metrics are in Prometheus", async () => {
  const calls = 'traces_span_metrics_calls_total{service_name="whisper-asr",span_name="voice.stt"}';
  const [series] = await until('span metrics', () => query(stack.endpoints, calls), isThere, 40_000);
  expect(Object.keys(series?.metric ?? {})).not.toContain('collector_instance_id');
  const up = () => query(stack.endpoints, 'up == 1');
  const jobs = await until('six parts', up, (seen) => seen.length >= 6, 40_000);
  expect(jobs.map(({ metric }) => metric['job'] ?? '').sort()).toEqual([
    'alertmanager',
    'collector',
    'jaeger',
    'loki',
    'nats',
    'prometheus',
  ]);
});
