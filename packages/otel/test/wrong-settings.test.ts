/** Every wrong value is one sentence that says what is used instead, and the service serves. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Service, temporaryFolder } from './support/processes.ts';
import { spooledSpans } from './support/spool.ts';

const wrong: readonly (readonly [name: string, value: string])[] = [
  ['OTEL_SDK_DISABLED', 'yes'],
  ['OTEL_LOG_LEVEL', 'loud'],
  ['OTEL_RESOURCE_ATTRIBUTES', 'room'],
  ['OTEL_RESOURCE_ATTRIBUTES', 'room=%zz'],
  ['OTEL_NODE_RESOURCE_DETECTORS', 'env,aws'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'ftp://collector'],
  ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'http://maria:secret@'],
  ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
  ['OTEL_EXPORTER_OTLP_METRICS_PROTOCOL', 'http/protobuf'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'authorization: Bearer secret'],
  ['OTEL_EXPORTER_OTLP_LOGS_HEADERS', 'x house=secret'],
  ['OTEL_EXPORTER_OTLP_COMPRESSION', 'zstd'],
  ['OTEL_EXPORTER_OTLP_TRACES_COMPRESSION', 'br'],
  ['OTEL_EXPORTER_OTLP_TIMEOUT', '10s'],
  ['OTEL_EXPORTER_OTLP_TIMEOUT', '99999999999'],
  ['OTEL_EXPORTER_OTLP_LOGS_TIMEOUT', '-1'],
  ['OTEL_EXPORTER_OTLP_CERTIFICATE', '/nowhere/ca.pem'],
  ['OTEL_EXPORTER_OTLP_CLIENT_KEY', '/dev/null'],
  ['OTEL_EXPORTER_OTLP_METRICS_CLIENT_CERTIFICATE', '/'],
  ['OTEL_TRACES_EXPORTER', 'zipkin'],
  ['OTEL_TRACES_EXPORTER', 'otlp,none'],
  ['OTEL_TRACES_SAMPLER', 'sometimes'],
  ['OTEL_TRACES_SAMPLER_ARG', '2'],
  ['OTEL_TRACES_SAMPLER_ARG', 'half'],
  ['OTEL_BSP_SCHEDULE_DELAY', '0'],
  ['OTEL_BSP_SCHEDULE_DELAY', '1.5'],
  ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 'many'],
  ['OTEL_BSP_MAX_QUEUE_SIZE', '0'],
  ['OTEL_BSP_EXPORT_TIMEOUT', '-5'],
  ['OTEL_SPAN_EVENT_COUNT_LIMIT', '-1'],
  ['OTEL_SPAN_LINK_COUNT_LIMIT', 'none'],
  ['OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT', '1e3'],
  ['OTEL_LINK_ATTRIBUTE_COUNT_LIMIT', '0x10'],
  ['OTEL_ATTRIBUTE_COUNT_LIMIT', 'x'],
  ['OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', '0'],
  ['OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', '-1'],
  ['OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'short'],
  ['OTEL_METRICS_EXPORTER', 'otlp;prometheus'],
  ['OTEL_METRIC_EXPORT_INTERVAL', '10'],
  ['OTEL_METRIC_EXPORT_INTERVAL', '15s'],
  ['OTEL_METRIC_EXPORT_TIMEOUT', '0'],
  ['OTEL_METRICS_EXEMPLAR_FILTER', 'with_sampled_trace'],
  ['OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE', 'sideways'],
  ['OTEL_EXPORTER_PROMETHEUS_PORT', '99999'],
  ['OTEL_EXPORTER_PROMETHEUS_PORT', 'http'],
  ['OTEL_LOGS_EXPORTER', 'stdout'],
  ['OTEL_BLRP_SCHEDULE_DELAY', 'soon'],
  ['OTEL_BLRP_MAX_EXPORT_BATCH_SIZE', '-1'],
  ['OTEL_BLRP_EXPORT_TIMEOUT', 'never'],
  ['OTEL_PROPAGATORS', 'tracecontext,jaeger'],
  ['OTEL_PROPAGATORS', 'none,baggage'],
  ['OTEL_NODE_ENABLED_INSTRUMENTATIONS', 'http;express'],
  ['OTEL_NODE_DISABLED_INSTRUMENTATIONS', 'htpp'],
  ['OTEL_INSTRUMENTATION_HTTP_CAPTURE_HEADERS_SERVER_REQUEST', 'x house'],
  ['OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT', 'some'],
  ['OTEL_CONFIG_FILE', '/nowhere/otel.yaml'],
  ['MORDOMO_PROPAGATE_TO', 'https://api.example.org'],
  ['MORDOMO_REDACT_PATHS', 'pair/*'],
  ['MORDOMO_METRICS_SERVER', 'other'],
  ['MORDOMO_SPOOL_MODE', 'maybe'],
  ['MORDOMO_SPOOL_MAX_BYTES', '64MB'],
  ['MORDOMO_LOGS_PER_SECOND', '0'],
  ['MORDOMO_LOGS_CONSOLE', '1'],
];

/** As few environments as possible, each with one value of a variable. */
const environments = wrong.reduce<Record<string, string>[]>((made, [name, value]) => {
  const free = made.find((environment) => !(name in environment) && Object.keys(environment).length < 20);
  if (free !== undefined) free[name] = value;
  else made.push({ [name]: value });
  return made;
}, []);

test(`${wrong.length} wrong values: each is one sentence that names what is used instead, and the service serves`, async () => {
  for (const environment of environments) {
    const spoolDir = temporaryFolder();
    const service = new Service('serving.ts', {
      OTEL_SERVICE_NAME: 'house',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
      MORDOMO_SPOOL_DIR: spoolDir,
      MORDOMO_SPOOL_MODE: 'keep',
      ...environment,
    });
    expect(await service.ended()).toBe(0);
    expect(service.output).toBe('served warm\n');
    expect(service.errors).not.toMatch(/secret(?!,)/);
    // What is used instead works: the request was traced.
    expect(spooledSpans(spoolDir, 'house').map(({ name }) => name)).toContain('GET /rooms/:room');

    const sentences = service.errors.split('\n').filter((line) => /^\[mordomo\] (?:OTEL|MORDOMO)_/.test(line));
    for (const sentence of sentences) expect(sentence).toMatch(/; .* (?:is used|are used instead|is ignored)\.$/);
    const named = sentences.map((sentence) => /\w+_\w+/.exec(sentence)?.[0] ?? '');
    expect(named.sort()).toEqual(Object.keys(environment).sort());
  }
});

test('a spool below /proc, where no folder can be made, is one sentence too, and the default one is used', async () => {
  const state = temporaryFolder();
  const service = new Service('serving.ts', {
    OTEL_SERVICE_NAME: 'house',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
    MORDOMO_SPOOL_DIR: '/proc/house',
    MORDOMO_SPOOL_MODE: 'keep',
    XDG_STATE_HOME: state,
  });
  expect(await service.ended()).toBe(0);
  expect(service.errors).toMatch(/MORDOMO_SPOOL_DIR.*is not a folder outside \/proc; it is ignored\./);
  expect(spooledSpans(join(state, 'mordomo', 'spool'), 'house').map(({ name }) => name)).toContain('GET /rooms/:room');
});
