import { ValueType, type Attributes } from '@opentelemetry/api';
import { AggregationTemporality, DataPointType, type MetricData } from '@opentelemetry/sdk-metrics';
import { expect, test } from 'vitest';
import { inPrometheusWords } from './prometheus-names.ts';

const metric = (name: string, unit: string, attributes: Attributes = {}, isMonotonic = false): MetricData => ({
  descriptor: { name, unit, description: '', valueType: ValueType.DOUBLE },
  aggregationTemporality: AggregationTemporality.CUMULATIVE,
  dataPointType: DataPointType.SUM,
  isMonotonic,
  dataPoints: [{ attributes, startTime: [0, 0], endTime: [1, 0], value: 1 }],
});

test('a metric has the name, unit and labels of the other way', () => {
  const { descriptor, dataPoints } = inPrometheusWords(
    metric('http.bytes.sent', 'By', { 'http.route': '/', status: 200 }, true),
  );
  expect(descriptor).toMatchObject({ name: 'http_bytes_sent_total', unit: '' });
  expect(dataPoints[0]?.attributes).toEqual({ http_route: '/', status: 200 });
  expect(inPrometheusWords(metric('queue', 'By')).descriptor).toMatchObject({ name: 'queue_bytes', unit: 'bytes' });
});

test('two attributes that Prometheus spells alike are one label, not a scrape that it refuses', () => {
  const { dataPoints } = inPrometheusWords(metric('m', '', { 'room.name': 'kitchen', room_name: 2 }));
  expect(dataPoints[0]?.attributes).toEqual({ room_name: 'kitchen;2' });
});
