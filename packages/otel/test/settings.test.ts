/** Standard settings, from the environment and from a configuration file, in what a real service exports. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { absentPort } from './support/fake-collector.ts';
import { Service, spooled, temporaryFolder } from './support/processes.ts';
import { spooledLogs, spooledSpans, spoolText } from './support/spool.ts';

/** What a service printed and spooled with these settings. */
async function tell(environment: Record<string, string>) {
  const { service, spoolDir } = await start(environment);
  expect(await service.ended()).toBe(0);
  return { output: service.output, errors: service.errors, spoolDir };
}

async function start(environment: Record<string, string>, ...args: string[]) {
  const spoolDir = temporaryFolder();
  const common = {
    OTEL_SERVICE_NAME: 'house',
    OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'http,undici',
    OTEL_EXPORTER_PROMETHEUS_PORT: String(await absentPort()),
    MORDOMO_METRICS_SERVER: 'own',
    MORDOMO_SPOOL_DIR: spoolDir,
    MORDOMO_SPOOL_MODE: 'keep',
  };
  return { service: new Service('telling.ts', { ...common, ...environment }, ...args), spoolDir };
}

test('limits of attributes and events hold, for spans and for log records', async () => {
  const { spoolDir } = await tell({
    OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '4',
    OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '2',
    OTEL_SPAN_EVENT_COUNT_LIMIT: '1',
    OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT: '1',
  });
  const [span] = spooledSpans(spoolDir, 'house');
  expect(span).toMatchObject({ attributes: { 'url.full': 'http', room: 'kitc' }, events: [{ name: 'third' }] });
  expect(Object.keys(span?.attributes ?? {})).toHaveLength(2);
  expect(spooledLogs(spoolDir, 'house')[0]?.attributes).toEqual({ 'url.full': 'http' });
});

test('OTEL_*_EXPORTER=console prints all three signals, redacted, and exports nothing', async () => {
  const console = {
    OTEL_TRACES_EXPORTER: 'console',
    OTEL_LOGS_EXPORTER: 'console',
    OTEL_METRICS_EXPORTER: 'console',
    OTEL_METRIC_EXPORT_INTERVAL: '100',
  };
  const { service, spoolDir } = await start(console, 'stay');
  for (const told of ["name: 'work'", 'asked for http://house/?token=REDACTED', "name: 'told'", 'scraped no answer']) {
    await service.said(told);
  }
  service.kill('SIGTERM');
  expect(await service.ended()).toBe('SIGTERM');
  expect(service.output).not.toContain('secret');
  expect(spooled(spoolDir, 'house')).toEqual({});
});

test.each([
  ['otlp', 'scraped no answer', ['logs', 'metrics', 'traces']],
  ['prometheus', 'scraped told_total', ['logs', 'traces']],
  ['otlp,prometheus', 'scraped told_total', ['logs', 'metrics', 'traces']],
  ['none', 'scraped no answer', ['logs', 'traces']],
])('OTEL_METRICS_EXPORTER=%s: %s', async (exporters, scraped, signals) => {
  const { output, spoolDir } = await tell({ OTEL_METRICS_EXPORTER: exporters });
  expect(output).toContain(scraped);
  expect(Object.keys(spooled(spoolDir, 'house')).sort((left, right) => left.localeCompare(right))).toEqual(signals);
});

test('a configuration file says what is exported, through the spool, with typed attributes', async () => {
  const file = join(temporaryFolder(), 'otel.yaml');
  writeFileSync(
    file,
    `file_format: "1.0"
resource: { attributes: [{ name: service.name, value: "\${HOUSE_NAME:-nobody}" }, { name: lamps, value: 3, type: int }] }
attribute_limits: { attribute_value_length_limit: 4 }
tracer_provider: { processors: [{ batch: { exporter: { otlp_http: } } }] }
logger_provider: { processors: [{ batch: { exporter: { otlp_http: } } }], limits: { attribute_count_limit: 1 } }
`,
  );
  const { errors, output, spoolDir } = await tell({
    OTEL_CONFIG_FILE: file,
    HOUSE_NAME: 'filed',
    OTEL_SERVICE_NAME: '',
  });
  expect(errors).not.toContain('OTEL_CONFIG_FILE');
  expect(output).toContain('scraped no answer');
  expect(Object.keys(spooled(spoolDir, 'filed'))).not.toContain('metrics');
  expect(spooledSpans(spoolDir, 'filed')[0]?.attributes).toEqual({ 'url.full': 'http', room: 'kitc', lamp: 'ceil' });
  expect(spooledLogs(spoolDir, 'filed')[0]?.attributes).toEqual({ 'url.full': 'http' });
  expect(spoolText(spoolDir, 'filed')).toContain('{"key":"lamps","value":{"intValue":3}}');
});

test('once OTEL_LOG_LEVEL is set, the OpenTelemetry packages speak too, in sentences; without it and at none they do not', async () => {
  const said = await Promise.all(
    [{}, { OTEL_LOG_LEVEL: 'debug' }, { OTEL_LOG_LEVEL: 'none', OTEL_TRACES_SAMPLER: 'sometimes' }].map(tell),
  );
  const [byDefault = '', debug = '', none] = said.map(({ errors }) => errors);
  expect(byDefault).not.toContain('OpenTelemetry:');
  expect(debug).toContain('[mordomo] OpenTelemetry: ');
  expect(debug).not.toMatch(/^ +at /m);
  expect(none).toBe('');
});
