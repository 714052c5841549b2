import { expect, test } from 'vitest';
import { metrics, prometheusName, registry, type AttributesOf, type spans } from './index.ts';

const duplicates = (names: readonly string[]) => names.filter((name, index) => names.indexOf(name) !== index);

test('a telemetry name exists once', () => {
  expect(duplicates(registry.attributes.map(({ key }) => key))).toEqual([]);
  expect(duplicates(registry.metrics.map(prometheusName))).toEqual([]);
  expect(duplicates(registry.spans.map(({ name }) => name))).toEqual([]);
  expect(duplicates(registry.logEvents.map(({ name }) => name))).toEqual([]);
});

test('no label of a metric is personal or unbounded', () => {
  for (const { name, labels } of registry.metrics)
    for (const label of labels)
      expect({ metric: name, label: label.key, personal: label.personal, metricSafe: label.metricSafe }).toMatchObject({
        personal: false,
        metricSafe: true,
      });
});

test('every definition says what it means, and every histogram has rising buckets', () => {
  const everything = [
    ...registry.attributes,
    ...registry.labels,
    ...registry.metrics,
    ...registry.spans,
    ...registry.logEvents,
  ];
  for (const definition of everything) expect(definition.brief).toMatch(/\w.*\.$/);
  const histograms = registry.metrics.filter(({ instrument }) => instrument === 'histogram');
  for (const { buckets = [] } of histograms) expect([...buckets].sort((a, b) => a - b)).toEqual(buckets);
});

test('Prometheus finds the metrics under the names that dashboards and alerts use', () => {
  expect(registry.metrics.map(prometheusName)).toEqual(
    expect.arrayContaining([
      'wake_word_detections_total',
      'stt_latency_seconds',
      'llm_requests_total',
      'llm_latency_seconds',
      'tts_generation_seconds',
      'active_conversations',
      'events_published_total',
      'memory_usage_bytes',
      'cpu_usage_percent',
      'process_cpu_time_seconds_total',
    ]),
  );
  expect(metrics.eventsPublished.labels.map(({ key }) => key)).toEqual(['subject']);
});

test('a misspelt attribute, value or label does not compile', () => {
  type StageAttributes = AttributesOf<typeof spans.stage.attributes>;
  const right: StageAttributes = { 'voice.stage': 'stt', 'voice.engine': 'pocketsphinx' };
  // @ts-expect-error: there is no stage of this name
  const wrongValue: StageAttributes = { 'voice.stage': 'sst' };
  // @ts-expect-error: there is no attribute of this name
  const wrongKey: StageAttributes = { 'voice.stge': 'stt' };
  // @ts-expect-error: events are labelled with their subject only
  const wrongLabel: AttributesOf<typeof metrics.eventsPublished.labels> = { turn: 'x' };
  expect([right, wrongValue, wrongKey, wrongLabel]).toHaveLength(4); // the compiler is the judge: `npm run typecheck`
});
