import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { expect, test } from 'vitest';
import type { Exemplar } from './exemplars.ts';
import { openMetrics } from './open-metrics.ts';

const exemplar = (value: number): Exemplar => ({
  value,
  timeMs: 1_700_000_000_123,
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  number: 1,
});

async function scraped(record: (provider: MeterProvider) => void, exemplars: Record<string, number[]> = {}) {
  const reader = new PrometheusExporter({ preventServerStart: true });
  const provider = new MeterProvider({
    readers: [reader],
    resource: resourceFromAttributes({ 'service.name': 'house' }),
  });
  record(provider);
  const { resourceMetrics } = await reader.collect();
  const exemplarsOf = (_scope: object, metric: string) => (exemplars[metric] ?? []).map(exemplar);
  return openMetrics(resourceMetrics, { exemplarsOf }).replaceAll(/(_created.*) \S+$/gm, '$1 T');
}

test('a scrape has types, units, help, exemplars, created timestamps and an end', async () => {
  const text = await scraped(
    (provider) => {
      const meter = provider.getMeter('house', '1');
      const latency = meter.createHistogram('stt_latency', {
        unit: 's',
        description: 'From "end"\nto text.',
        advice: { explicitBucketBoundaries: [0.5, 1] },
      });
      latency.record(0.7, { engine: 'e1' });
      latency.record(3, { engine: 'e2' });
      meter.createCounter('wake.words', { unit: '{word}' }).add(2, { 'room.name': 'kitchen' });
      meter.createUpDownCounter('open').add(-1);
      meter.createGauge('load', { unit: '1' }).record(0.5);
    },
    { stt_latency: [0.7, 3], 'wake.words': [1] },
  );
  const mark = (value: number) =>
    `# {trace_id="${'a'.repeat(32)}",span_id="${'b'.repeat(16)}"} ${value} 1700000000.123`;
  const scope = 'otel_scope_name="house",otel_scope_version="1"';
  expect(text.split('\n')).toEqual([
    '# TYPE target info',
    'target_info{service_name="house"} 1',
    '# TYPE stt_latency_seconds histogram',
    '# UNIT stt_latency_seconds seconds',
    String.raw`# HELP stt_latency_seconds From \"end\"\nto text.`,
    `stt_latency_seconds_count{engine="e1",${scope}} 1`,
    `stt_latency_seconds_sum{engine="e1",${scope}} 0.7`,
    `stt_latency_seconds_bucket{engine="e1",${scope},le="0.5"} 0`,
    `stt_latency_seconds_bucket{engine="e1",${scope},le="1.0"} 1 ${mark(0.7)}`,
    `stt_latency_seconds_bucket{engine="e1",${scope},le="+Inf"} 1 ${mark(3)}`,
    `stt_latency_seconds_created{engine="e1",${scope}} T`,
    `stt_latency_seconds_count{engine="e2",${scope}} 1`,
    `stt_latency_seconds_sum{engine="e2",${scope}} 3`,
    `stt_latency_seconds_bucket{engine="e2",${scope},le="0.5"} 0`,
    `stt_latency_seconds_bucket{engine="e2",${scope},le="1.0"} 0 ${mark(0.7)}`,
    `stt_latency_seconds_bucket{engine="e2",${scope},le="+Inf"} 1 ${mark(3)}`,
    `stt_latency_seconds_created{engine="e2",${scope}} T`,
    '# TYPE wake_words counter',
    `wake_words_total{room_name="kitchen",${scope}} 2 ${mark(1)}`,
    `wake_words_created{room_name="kitchen",${scope}} T`,
    '# TYPE open gauge',
    `open{${scope}} -1`,
    '# TYPE load_ratio gauge',
    '# UNIT load_ratio ratio',
    `load_ratio{${scope}} 0.5`,
    '# EOF',
    '',
  ]);
});

test('one family holds the metrics of all scopes; one of another type is left out', async () => {
  const text = await scraped((provider) => {
    provider.getMeter('first').createCounter('requests').add(1);
    provider.getMeter('other').createGauge('load').record(1);
    provider.getMeter('second').createCounter('requests').add(2);
    provider.getMeter('third').createUpDownCounter('requests').add(3);
  });
  expect(text.match(/^# TYPE requests .*$/gm)).toEqual(['# TYPE requests counter']);
  expect(text.match(/^requests.*$/gm)).toEqual([
    'requests_total{otel_scope_name="first"} 1',
    'requests_created{otel_scope_name="first"} T',
    'requests_total{otel_scope_name="second"} 2',
    'requests_created{otel_scope_name="second"} T',
  ]);
});

test('a label may hold anything', async () => {
  const text = await scraped((provider) => {
    provider.getMeter('m').createCounter('c').add(1, { said: '} 5 # {"\n\\' });
  });
  expect(text).toContain(String.raw`c_total{said="} 5 # {\"\n\\",otel_scope_name="m"} 1`);
  expect(text).toContain(String.raw`c_created{said="} 5 # {\"\n\\",otel_scope_name="m"} T`);
});
