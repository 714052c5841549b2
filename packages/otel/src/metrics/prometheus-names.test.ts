import { ValueType } from '@opentelemetry/api';
import { AggregationTemporality, DataPointType } from '@opentelemetry/sdk-metrics';
import { emptyResource } from '@opentelemetry/resources';
import { expect, test } from 'vitest';
import { withUnitSuffixes } from './prometheus-names.ts';

function renamed(name: string, unit: string): string | undefined {
  const descriptor = { name, unit, description: '', valueType: ValueType.DOUBLE, advice: {} };
  const metric = {
    descriptor,
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
    dataPointType: DataPointType.GAUGE as const,
    dataPoints: [],
  };
  const collected = { resource: emptyResource(), scopeMetrics: [{ scope: { name: 'test' }, metrics: [metric] }] };
  return withUnitSuffixes(collected).scopeMetrics[0]?.metrics[0]?.descriptor.name;
}

test.each([
  ['stt_latency', 's', 'stt_latency_seconds'],
  ['stt_latency_seconds', 's', 'stt_latency_seconds'],
  ['voice.wake_to_speech', 's', 'voice.wake_to_speech_seconds'],
  ['wake_word_detections', '{detection}', 'wake_word_detections'],
  ['memory.usage', 'By', 'memory.usage_bytes'],
])('%s in %s is scraped as %s', (name, unit, expected) => expect(renamed(name, unit)).toBe(expected));
