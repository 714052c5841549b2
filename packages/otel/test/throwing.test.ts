import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { Service, spoolRecords, temporaryFolder } from './support/processes.ts';

const sabotage = pathToFileURL(join(import.meta.dirname, 'fixtures', 'throwing', 'sabotage.mjs')).href;

test('a throwing exporter, instrumentation, getter, callback or error reaches no line of the service', async () => {
  const spoolDir = temporaryFolder();
  const service = new Service('throwing/service.mjs', {
    NODE_OPTIONS: `--import ${sabotage} --import @mordomo/otel`,
    NODE_ENV: 'production',
    OTEL_SERVICE_NAME: 'house',
    OTEL_METRIC_EXPORT_INTERVAL: '100',
    MORDOMO_SPOOL_DIR: spoolDir,
    MORDOMO_SPOOL_MODE: 'keep',
  });
  expect(await service.ended()).toBe(0);
  expect(service.output).toContain('my own error is the same');
  expect(service.output).toContain('winston goes on');
  expect(service.output).toContain('answered 500');
  expect(service.output).toContain('done');
  // Each fault is one sentence, none is a stack trace.
  const said = service.errors.split('\n').filter((line) => line !== '');
  expect(said.toSorted()).toEqual(
    [
      '@opentelemetry/instrumentation-redis could not be started: what it instruments is not traced.',
      'pino is not traced, because it cannot be patched: the patch of pino is broken.',
      'Telemetry is incomplete: startSpan() failed (this getter is broken).',
      'Telemetry is incomplete: setAttributes() failed (this getter is broken).',
      'Telemetry is incomplete: addEvent() failed (this getter is broken).',
      'Telemetry is incomplete: addLink() failed (this getter is broken).',
      'Telemetry is incomplete: setStatus() failed (this message is broken).',
      'Telemetry is incomplete: recordException() failed (this error is broken).',
      'Telemetry is incomplete: end() failed (text.includes is not a function).',
      'Values of the metric counter are not recorded: this getter is broken.',
      'Telemetry is incomplete: emit() failed (this getter is broken).',
      'Metrics are not exported: the exporter is broken.',
      'The last telemetry is incomplete: the exporter is broken.',
    ]
      .map((sentence) => `[mordomo] ${sentence}`)
      .toSorted(),
  );
  // What can be recorded is.
  const spooled = JSON.stringify(spoolRecords(spoolDir, 'house'));
  for (const name of ['damaged', 'sound', 'GET /']) expect(spooled).toContain(`"name":"${name}"`);
});

test('a working folder that is gone does not end the service', async () => {
  const environment = { OTEL_SERVICE_NAME: 'house', MORDOMO_SPOOL_DIR: temporaryFolder(), MORDOMO_SPOOL_MODE: 'keep' };
  const service = new Service('folder-gone.ts', environment, join(temporaryFolder(), '.'));
  expect([await service.ended(), service.output]).toEqual([0, 'still here\n']);
});
