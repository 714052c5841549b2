import {
  createNoopMeter,
  ROOT_CONTEXT,
  trace,
  TraceFlags,
  type Context,
  type Counter,
  type Histogram,
  type MeterProvider,
} from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { ExemplarReservoir, withExemplars } from './exemplars.ts';

const provider: MeterProvider = { getMeter: () => createNoopMeter() };

const inside = (digit: string, traceFlags: number = TraceFlags.SAMPLED): Context =>
  trace.setSpanContext(ROOT_CONTEXT, { traceId: digit.repeat(32), spanId: digit.repeat(16), traceFlags });

function setUp(mostSeries?: number) {
  const reservoir = new ExemplarReservoir(mostSeries);
  const meter = withExemplars(provider, reservoir).getMeter('voice', '1');
  const histogram: Histogram = meter.createHistogram('latency', { advice: { explicitBucketBoundaries: [1, 2] } });
  const counter: Counter = meter.createCounter('detections');
  return { reservoir, histogram, counter };
}

/** A push with one point per instrument and engine; gives the trace ids (as one digit) on each. */
function push(reservoir: ExemplarReservoir): Record<string, string[]> {
  const point = (engine: string) => ({ attributes: [{ key: 'engine', value: { stringValue: engine } }] });
  const histogram = { dataPoints: [point('a'), point('b')] };
  const sum = { dataPoints: [{ attributes: [] }] };
  const metrics = [
    { name: 'latency', histogram },
    { name: 'detections', sum },
  ];
  reservoir.addTo({ resourceMetrics: [{ scopeMetrics: [{ scope: { name: 'voice', version: '1' }, metrics }] }] });
  const ids = (data: object): string[] =>
    ((data as { exemplars?: { traceId: string }[] }).exemplars ?? []).map(({ traceId }) => traceId.slice(0, 1));
  const [a = {}, b = {}] = histogram.dataPoints;
  return { a: ids(a), b: ids(b), sum: ids(sum.dataPoints[0] ?? {}) };
}

test('the latest value of each bucket and attribute set is kept, by the context that was given', () => {
  const { reservoir, histogram, counter } = setUp();
  histogram.record(0.5, { engine: 'a' }, inside('1'));
  histogram.record(0.6, { engine: 'a' }, inside('2'));
  histogram.record(1.5, { engine: 'a' }, inside('3'));
  histogram.record(9, { engine: 'b' }, inside('4'));
  counter.add(1, {}, inside('5'));
  expect(push(reservoir)).toEqual({ a: ['2', '3'], b: ['4'], sum: ['5'] });
});

test('a push takes the exemplars with it', () => {
  const { reservoir, counter } = setUp();
  counter.add(1, {}, inside('1'));
  push(reservoir);
  expect(push(reservoir)['sum']).toEqual([]);
});

test('values outside of a sampled span leave none', () => {
  const { reservoir, histogram, counter } = setUp();
  histogram.record(0.5, { engine: 'a' }, inside('1', TraceFlags.NONE));
  counter.add(1, {}, ROOT_CONTEXT);
  expect(push(reservoir)).toEqual({ a: [], b: [], sum: [] });
});

test('memory is bounded: further series have none', () => {
  const { reservoir, histogram } = setUp(1);
  histogram.record(0.5, { engine: 'a' }, inside('1'));
  histogram.record(0.5, { engine: 'b' }, inside('2'));
  expect(push(reservoir)).toMatchObject({ a: ['1'], b: [] });
});
