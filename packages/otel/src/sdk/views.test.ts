import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { expect, test, vi } from 'vitest';
import { viewOptions } from './views.ts';

/** Names, attributes and bounds of what a provider with these views exports. */
async function exported(views: Parameters<typeof viewOptions>[0]) {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({ readers: [reader], views: viewOptions(views) });
  const meter = provider.getMeter('house');
  meter.createHistogram('latency').record(3, { room: 'kitchen', person: 'maria' });
  meter.createCounter('noise').add(1);
  await provider.shutdown();
  return exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap(({ metrics }) => metrics)
    .map(({ descriptor, dataPoints }) => [
      descriptor.name,
      dataPoints[0]?.attributes,
      Reflect.get(Object(Reflect.get(Object(dataPoints[0]?.value), 'buckets')), 'boundaries'),
    ]);
}

test('a view renames, drops, sets bounds and leaves attributes out', async () => {
  const views = [
    {
      selector: { instrument_name: 'latency', instrument_type: 'histogram' as const },
      stream: {
        name: 'stt_latency',
        aggregation: { explicit_bucket_histogram: { boundaries: [1, 2] } },
        attribute_keys: { excluded: ['person'] },
      },
    },
    { selector: { instrument_name: 'noise' }, stream: { aggregation: { drop: {} } } },
  ];
  expect(await exported(views)).toEqual([['stt_latency', { room: 'kitchen' }, [1, 2]]]);
});

test('a view that the SDK cannot do is said and left out', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const views = [
    { selector: { instrument_name: '*' }, stream: { name: 'all' } },
    { selector: { instrument_name: 'latency' }, stream: { attribute_keys: { included: ['roo*'] } } },
  ];
  const metrics = await exported(views);
  const sentences = said.mock.calls.map(([sentence]) => String(sentence));
  said.mockRestore();
  expect(metrics.map(([name]) => name)).toEqual(['latency', 'noise']);
  expect(sentences).toEqual([
    expect.stringMatching(
      /meter_provider\.views\[0\] of OTEL_CONFIG_FILE is ignored: Views with a specified name must .*\.\n$/,
    ),
    expect.stringMatching(
      /views\[1\] .* is ignored: attribute_keys has the pattern "roo\*", only whole keys are supported\.\n$/,
    ),
  ]);
});
