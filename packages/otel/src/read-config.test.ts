import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readConfig } from './read-config.ts';

/** The settings beside a configuration file of this content. */
function readWith(content: string, environment: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'mordomo-config-'));
  const file = join(folder, 'otel.yaml');
  writeFileSync(file, content);
  // The library of the file format reads the process's own environment.
  const whole = { ...environment, OTEL_CONFIG_FILE: file };
  for (const [name, value] of Object.entries(whole)) vi.stubEnv(name, value);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  const { config, problems } = readConfig(whole);
  return { config, problems: problems.map((problem) => problem.replace(JSON.stringify(file), 'FILE')) };
}

const everything = `
file_format: "1.0"
log_level: warn2
attribute_limits: { attribute_count_limit: 40, attribute_value_length_limit: 400 }
resource:
  attributes_list: room=kitchen,service.name=listed
  attributes:
    - { name: service.name, value: "\${SERVICE:-brain}" }
    - { name: lamps, value: 3, type: int }
  detection/development: { detectors: [{ host: }, { container: }, { service: }] }
propagator: { composite: [{ tracecontext: }], composite_list: "baggage,b3" }
tracer_provider:
  processors:
    - batch:
        schedule_delay: 2000
        export_timeout: 100
        max_queue_size: 100
        max_export_batch_size: 99
        exporter:
          otlp_http:
            endpoint: https://tempo.house/v1/traces
            headers_list: x-room=hall,x-house=lisboa
            headers: [{ name: x-room, value: "kitchen sink" }]
            compression: gzip
            timeout: 5000
            encoding: json
    - simple: { exporter: { console: } }
  limits: { attribute_count_limit: 7, event_count_limit: 8, link_count_limit: 9, event_attribute_count_limit: 10, link_attribute_count_limit: 11 }
  sampler: { parent_based: { root: { trace_id_ratio_based: { ratio: 0.25 } } } }
meter_provider:
  readers:
    - periodic:
        interval: 5000
        timeout: 4000
        exporter: { otlp_http: { endpoint: "http://prometheus:9090/otlp", temporality_preference: low_memory } }
    - pull: { exporter: { prometheus/development: { host: 0.0.0.0, port: 9500 } } }
  views: [{ selector: { instrument_name: "*" }, stream: { attribute_keys: { excluded: [user] } } }]
  exemplar_filter: always_off
logger_provider:
  processors: [{ simple: { exporter: { otlp_http: } } }]
  limits: { attribute_count_limit: 12 }
instrumentation/development:
  general: { http: { client: { request_captured_headers: [x-a, x-b] }, server: { response_captured_headers: [x-c] } } }
`;

test('everything that a file says is what the variables of the same meaning say', () => {
  const { config, problems } = readWith(everything, { OTEL_SERVICE_NAME: 'named' });
  expect(problems).toEqual([]);
  expect(config).toMatchObject({
    logLevel: 'warn',
    serviceName: 'named',
    resourceAttributes: { room: 'kitchen', 'service.name': 'brain', lamps: 3 },
    resourceDetectors: ['env', 'host', 'container'],
    propagators: ['tracecontext', 'baggage', 'b3'],
    traces: ['otlp', 'console'],
    spanDelayMs: 2000,
    spanBatchSize: 99,
    sampler: 'parentbased_traceidratio',
    samplerRatio: 0.25,
    attributeLimit: { traces: 7, logs: 12 },
    attributeLengthLimit: { traces: 400, logs: 400 },
    spanEventLimit: 8,
    spanLinkLimit: 9,
    eventAttributeLimit: 10,
    linkAttributeLimit: 11,
    metrics: ['otlp', 'prometheus'],
    metricIntervalMs: 5000,
    metricTimeoutMs: 4000,
    temporality: 'lowmemory',
    exemplarFilter: 'always_off',
    metricsHost: '0.0.0.0',
    metricsPort: 9500,
    logs: ['otlp'],
    endpoint: {
      traces: 'https://tempo.house/v1/traces',
      metrics: 'http://prometheus:9090/otlp',
      logs: 'http://localhost:4318/v1/logs',
    },
    headers: { traces: { 'x-room': 'kitchen sink', 'x-house': 'lisboa' }, metrics: {}, logs: {} },
    compression: { traces: 'gzip', metrics: 'none' },
    timeoutMs: { traces: 5000, metrics: 10_000 },
    clientRequestHeaders: ['x-a', 'x-b'],
    serverResponseHeaders: ['x-c'],
  });
  expect(config.views).toHaveLength(1);
});

test('what a file leaves out is off, as the format says; what it leaves open has its default', () => {
  const { config, problems } = readWith(
    'file_format: "1.0"\ntracer_provider: { processors: [{ batch: { exporter: { otlp_http: } } }] }',
  );
  expect(problems).toEqual([]);
  expect(config).toMatchObject({
    traces: ['otlp'],
    metrics: [],
    logs: [],
    propagators: [],
    resourceDetectors: ['env'],
    spanDelayMs: 1000,
    sampler: 'parentbased_always_on',
  });
});

test('beside a file no other standard variable counts, but own ones do, and what no file can say', () => {
  const { config } = readWith('file_format: "1.0"', {
    OTEL_TRACES_EXPORTER: 'console',
    OTEL_EXPORTER_OTLP_HEADERS: 'x-room=hall',
    OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'pg',
    MORDOMO_SPOOL_MODE: 'keep',
  });
  expect(config).toMatchObject({ traces: [], headers: { traces: {} } });
  expect(config).toMatchObject({ disabledInstrumentations: ['pg'], spoolMode: 'keep' });
});

test.each([
  [
    'file_format: "1.0"\na: [',
    /^OTEL_CONFIG_FILE=FILE cannot be used \(.* at line 2, column 5\); the other variables are used instead\.$/,
  ],
  [
    'file_format: "1.0"\ntracer_provider: { processors: [] }',
    /\(\/tracer_provider\/processors must NOT have fewer than 1 items\)/,
  ],
  ['file_format: "1.0"\nlog_level: loud\npropagator: 7', /\(\/log_level must be equal to one of the allowed values\)/],
  ['file_format: "2.0"', /\(Unsupported file_format: "2.0"\. This SDK supports schema version 1\.x\)/],
  ['', /\(Unsupported file_format: "undefined"/],
])('the file %j is one sentence with the place, and the variables rule', (content, sentence) => {
  const { config, problems } = readWith(content, { OTEL_TRACES_EXPORTER: 'console' });
  expect(problems).toEqual([expect.stringMatching(sentence)]);
  expect(config.traces).toEqual(['console']);
});

test('a file that is not there is one sentence', () => {
  const { problems } = readConfig({ OTEL_CONFIG_FILE: '/nowhere/otel.yaml' });
  expect(problems).toEqual([
    'OTEL_CONFIG_FILE="/nowhere/otel.yaml" cannot be used (ENOENT); the other variables are used instead.',
  ]);
});

test.each([
  [
    'tracer_provider',
    'processors: [{ batch: { exporter: { otlp_grpc: { endpoint: "http://a:4317" } } } }]',
    'processors[0].batch.exporter.otlp_grpc',
  ],
  [
    'tracer_provider',
    'processors: [{ simple: { exporter: { console: } } }], sampler: { jaeger_remote/development: { endpoint: a, initial_sampler: { always_on: } } }',
    'sampler.jaeger_remote/development',
  ],
  [
    'logger_provider',
    'processors: [{ batch: { exporter: { otlp_http: } } }, { batch: { exporter: { otlp_http: } } }]',
    'processors[1].batch.exporter.otlp_http',
  ],
  [
    'meter_provider',
    'readers: [{ periodic: { exporter: { console: }, cardinality_limits: { default: 10 } } }]',
    'readers[0].periodic.cardinality_limits',
  ],
])('what is valid and not done here is said with its place: %s: { %s }', (section, content, place) => {
  const { problems } = readWith(`file_format: "1.0"\n${section}: { ${content} }`);
  expect(problems).toEqual([`OTEL_CONFIG_FILE=FILE: "${section}.${place}" is not supported; it is ignored.`]);
});
