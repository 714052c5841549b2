import { expect, test } from 'vitest';
import { prometheusLabel, prometheusName, prometheusUnit, type NamedMetric } from './backend-names.ts';

// For one instrument of each kind, test/metrics-both-ways.test.ts asks the real Prometheus.
const table: [name: string, unit: string, NamedMetric['instrument'], expected: string, unitWord: string][] = [
  ['stt_latency', 's', 'histogram', 'stt_latency_seconds', 'seconds'],
  ['stt_latency_seconds', 's', 'histogram', 'stt_latency_seconds', 'seconds'],
  ['seconds.waited', 's', 'counter', 'seconds_waited_total', ''],
  ['voice.wake_to_speech', 's', 'histogram', 'voice_wake_to_speech_seconds', 'seconds'],
  ['wake_word_detections', '{detection}', 'counter', 'wake_word_detections_total', ''],
  ['total.requests', '', 'counter', 'requests_total', ''],
  ['memory_usage', 'By', 'gauge', 'memory_usage_bytes', 'bytes'],
  ['cpu_usage', '%', 'gauge', 'cpu_usage_percent', 'percent'],
  ['nodejs.eventloop.utilization', '1', 'gauge', 'nodejs_eventloop_utilization_ratio', 'ratio'],
  ['tries', '1', 'counter', 'tries_total', ''],
  ['open', '1', 'up-down-counter', 'open', ''],
  ['network.io', 'By/s', 'gauge', 'network_io_bytes_per_second', 'bytes_per_second'],
  ['speed', '{word}/min', 'gauge', 'speed_per_min', 'per_min'],
  ['loudness', 'dB[SPL]', 'gauge', 'loudness_dB_SPL_', 'dB_SPL_'],
  ['perx', 'By/foo_', 'gauge', 'perx_bytes_per_foo', 'bytes_per_foo'],
  ['loud', '[SPL]/m', 'gauge', 'loud_SPL_per_minute', 'SPL_per_minute'],
  ['2nd-floor..temperature', 'Cel', 'gauge', '_2nd_floor_temperature_celsius', 'celsius'],
];

test.each(table)('%s in %s, a %s, is %s in Prometheus', (name, unit, instrument, expected, unitWord) => {
  expect(prometheusName({ name, unit, instrument })).toBe(expected);
  expect(prometheusUnit({ name, unit, instrument })).toBe(unitWord);
});

test.each([
  ['http.request.method', 'http_request_method'],
  ['2nd', 'key_2nd'],
  ['_hidden', 'key_hidden'],
  ['__name', '__name'],
])('the attribute %s is the label %s', (key, expected) => expect(prometheusLabel(key)).toBe(expected));
