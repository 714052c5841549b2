import { expect, test } from 'vitest';
import { resolveConfig, settings } from './config.ts';

test('without settings everything has its documented default', () => {
  const { config, problems } = resolveConfig({ XDG_STATE_HOME: '/state' });
  expect(problems).toEqual([]);
  expect(config).toMatchObject({ disabled: false, metricIntervalMs: 15_000, spoolMode: 'forward' });
  expect(config.spoolDir).toBe('/state/mordomo/spool');
});

test('a relative XDG_STATE_HOME is ignored, as its specification says', () => {
  expect(resolveConfig({ XDG_STATE_HOME: 'state' }).config.spoolDir).toMatch(/^\/.*\.local\/state\/mordomo\/spool$/);
});

test.each([
  ['OTEL_SDK_DISABLED', 'yes', 'disabled'],
  ['OTEL_METRIC_EXPORT_INTERVAL', '-1', 'metricIntervalMs'],
  ['OTEL_METRIC_EXPORT_INTERVAL', '15s', 'metricIntervalMs'],
  ['OTEL_EXPORTER_PROMETHEUS_PORT', '99999', 'metricsPort'],
  ['OTEL_PROPAGATORS', 'tracecontext,jaeger', 'propagators'],
  ['OTEL_TRACES_EXPORTER', 'zipkin', 'traces'],
  ['MORDOMO_SPOOL_MODE', 'maybe', 'spoolMode'],
  ['MORDOMO_SPOOL_MAX_BYTES', '1e9', 'spoolMaxBytes'],
  ['MORDOMO_PROPAGATE_TO', 'https://api.example.org', 'propagateTo'],
  ['MORDOMO_METRICS_SERVER', 'other', 'metricsServer'],
] as const)('%s=%s is one sentence that names the fallback, and the fallback', (name, written, key) => {
  const { config, problems } = resolveConfig({ [name]: written });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(`${name}=${JSON.stringify(written)} is not `);
  expect(problems[0]).toMatch(/; .* is (?:used|ignored)\.$/);
  expect(config[key]).toEqual(settings[key].default);
});

test('an empty or blank value is no value', () => {
  expect(resolveConfig({ OTEL_EXPORTER_PROMETHEUS_PORT: ' ', OTEL_PROPAGATORS: '' }).problems).toEqual([]);
});
