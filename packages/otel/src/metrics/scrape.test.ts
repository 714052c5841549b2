import { expect, test } from 'vitest';
import { resolveConfig } from '../config.ts';
import { SpoolingReader } from './reader.ts';
import { scrapeReaders, wantsOpenMetrics } from './scrape.ts';

const prometheus3 =
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,' +
  'text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2';

test.each([
  [prometheus3, true],
  ['application/openmetrics-text', true],
  ['Application/OpenMetrics-Text; Version=1.0.0; charset=utf-8', true],
  ['text/plain;q=0.5, application/openmetrics-text;version=1.0.0', true],
  ['application/openmetrics-text;version=1.0.0;q=0.1, text/plain;q=0.9', false],
  ['application/openmetrics-text;version=2.0.0, text/plain;q=0.1', false],
  ['application/openmetrics-text;q=0', false],
  ['application/vnd.google.protobuf;encoding=delimited, text/*;q=0.5', false],
  ['*/*', false],
  ['', false],
  [undefined, false],
])('a scraper that accepts %s gets OpenMetrics: %s', (accept, expected) => {
  expect(wantsOpenMetrics(accept)).toBe(expected);
});

test('scrapes read what is pushed, unless that is nothing or not for Prometheus', () => {
  const readersFor = (environment: Record<string, string>) => {
    const { config } = resolveConfig(environment);
    const pushed = config.metrics.includes('otlp') ? [new SpoolingReader(config, () => {})] : [];
    return scrapeReaders(pushed, config).map((reader) =>
      pushed.some((other) => other === reader) ? 'pushing' : 'own',
    );
  };
  expect(readersFor({})).toEqual(['pushing']);
  expect(readersFor({ OTEL_METRICS_EXPORTER: 'prometheus' })).toEqual(['own']);
  expect(readersFor({ OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'delta' })).toEqual(['own']);
  expect(readersFor({ OTEL_METRICS_EXPORTER: 'otlp' })).toEqual([]);
});
