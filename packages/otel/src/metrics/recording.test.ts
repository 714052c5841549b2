import { ROOT_CONTEXT, trace, TraceFlags, type Attributes, type Context, type Meter } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider, type MetricData } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { expect, test, vi } from 'vitest';
import type { ExemplarFilter } from './exemplars.ts';
import { Recording } from './recording.ts';

/** The context of a sampled span whose trace id is this digit. */
const inside = (digit: string, traceFlags: number = TraceFlags.SAMPLED): Context =>
  trace.setSpanContext(ROOT_CONTEXT, { traceId: digit.repeat(32), spanId: digit.repeat(16), traceFlags });

function setUp({ filter = 'trace_based', scope = 'voice' }: { filter?: ExemplarFilter; scope?: string } = {}) {
  const reader = new PrometheusExporter({ preventServerStart: true });
  const recording = new Recording(filter);
  const meter: Meter = recording.on(new MeterProvider({ readers: [reader] })).getMeter(scope, '1');
  const collect = async (): Promise<MetricData[]> =>
    (await reader.collect()).resourceMetrics.scopeMetrics.flatMap(({ metrics }) => metrics);
  /** Trace ids, as one digit, of a data point's exemplars. */
  const traces = (metric: string, attributes: Attributes = {}, after = 0): string[] =>
    recording
      .exemplarsOf({ name: scope, version: '1' }, metric, attributes, after)
      .map(({ traceId }) => traceId.slice(0, 1));
  return { recording, meter, collect, traces };
}

test('the latest sampled value of each bucket and attribute set is kept, by the context that was given', () => {
  const { meter, traces } = setUp();
  const latency = meter.createHistogram('latency', { advice: { explicitBucketBoundaries: [1, 2] } });
  latency.record(0.5, { engine: 'a', room: 'x' }, inside('1'));
  latency.record(0.6, { room: 'x', engine: 'a' }, inside('2'));
  latency.record(1.5, { engine: 'a', room: 'x' }, inside('3'));
  latency.record(9, { engine: 'b' }, inside('4'));
  latency.record(9, { engine: 'b' }, inside('5', TraceFlags.NONE));
  latency.record(9, { engine: 'b' }, ROOT_CONTEXT);
  meter.createCounter('detections').add(1, {}, inside('6'));
  expect(traces('latency', { engine: 'a', room: 'x' })).toEqual(['2', '3']);
  expect(traces('latency', { engine: 'b' })).toEqual(['4']);
  expect(traces('detections')).toEqual(['6']);
});

test('exemplars come by value, or Prometheus drops those of the lower buckets', () => {
  const { meter, traces } = setUp();
  const latency = meter.createHistogram('latency', { advice: { explicitBucketBoundaries: [1, 2] } });
  latency.record(9, {}, inside('1'));
  latency.record(0.5, {}, inside('2'));
  latency.record(1.5, {}, inside('3'));
  expect(traces('latency')).toEqual(['2', '3', '1']);
});

test('a push asks for what is new since the one before; a scrape sees all', () => {
  const { meter, recording, traces } = setUp();
  const latency = meter.createHistogram('latency', { advice: { explicitBucketBoundaries: [1] } });
  latency.record(0.5, {}, inside('1'));
  const pushed = recording.latestExemplar;
  latency.record(5, {}, inside('2'));
  expect(traces('latency', {}, pushed)).toEqual(['2']);
  expect(traces('latency')).toEqual(['1', '2']);
});

test.each([
  ['always_off', []],
  ['trace_based', ['1']],
  ['always_on', ['2']],
] as const)('the filter %s is followed', (filter, expected) => {
  const { meter, traces } = setUp({ filter });
  const counter = meter.createCounter('c');
  counter.add(1, {}, inside('1'));
  counter.add(1, {}, inside('2', TraceFlags.NONE));
  expect(traces('c')).toEqual(expected);
});

test('the duration of a request belongs to the span that its instrumentation has just ended, whatever is active', () => {
  const scope = '@opentelemetry/instrumentation-undici';
  const { meter, recording, traces } = setUp({ scope });
  const duration = meter.createHistogram('http.client.request.duration');
  const ended = { instrumentationScope: { name: scope }, spanContext: () => trace.getSpanContext(inside('1')) };
  recording.spanEnded(ended as ReadableSpan);
  duration.record(0.1);
  duration.record(0.2); // of a request that was not sampled
  expect(traces('http.client.request.duration')).toEqual(['1']);
});

test('the SDK has no exemplars: when this fails, ours are to be removed, as docs/decisions/011 says', async () => {
  const reader = new PrometheusExporter({ preventServerStart: true });
  new MeterProvider({ readers: [reader] }).getMeter('m').createCounter('c').add(1, {}, inside('1'));
  const { scopeMetrics } = (await reader.collect()).resourceMetrics;
  expect(Object.keys(scopeMetrics[0]?.metrics[0]?.dataPoints[0] ?? {}).sort()).toEqual([
    'attributes',
    'endTime',
    'startTime',
    'value',
  ]);
});

test('a flood of labels costs no memory for exemplars, and takes none from other instruments', () => {
  const { meter, traces } = setUp();
  meter.createCounter('quiet').add(1, {}, inside('1'));
  const counter = meter.createCounter('loud');
  for (let id = 0; id < 500; id += 1) counter.add(1, { id }, inside('2'));
  const kept = Array.from({ length: 500 }, (_, id) => traces('loud', { id })).filter(({ length }) => length > 0);
  expect(kept).toHaveLength(100);
  expect(traces('loud', { id: 499 })).toEqual(['2']);
  expect(traces('quiet')).toEqual(['1']);
});

test('10 000 values of a label become 2000 series for good: the rest is counted as overflow, and none is lost', async () => {
  const { meter, collect } = setUp();
  const counter = meter.createCounter('c');
  const gauge = meter.createObservableGauge('g');
  for (let round = 0; round < 10; round += 1) {
    for (let id = round * 1000; id < (round + 1) * 1000; id += 1) counter.add(1, { id });
    const observe = (result: { observe: (value: number, attributes: Attributes) => void }) => {
      for (let id = round * 1000; id < (round + 1) * 1000; id += 1) result.observe(id, { id });
    };
    gauge.addCallback(observe);
    await collect(); // the SDK's own limit forgets here
    gauge.removeCallback(observe);
  }
  const [counted, observed] = (await collect()).map(({ dataPoints }) => dataPoints);
  expect(counted).toHaveLength(2000);
  expect(counted?.reduce((sum, { value }) => sum + Number(value), 0)).toBe(10_000);
  const overflow = counted?.find(({ attributes }) => attributes['otel.metric.overflow'] === true);
  expect(overflow?.value).toBe(8001);
  expect(observed?.length).toBeLessThanOrEqual(2000);
});

test('attributes that cannot be read are said once and do not reach the service', () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const counter = setUp().meter.createCounter('broken');
  const attributes = {
    get room(): string {
      throw new Error('no room');
    },
  };
  counter.add(1, attributes);
  counter.add(1, attributes);
  expect(said.mock.calls).toEqual([['[mordomo] Values of the metric broken are not recorded: no room.\n']]);
  said.mockRestore();
});
