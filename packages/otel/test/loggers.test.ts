import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Service, temporaryFolder } from './support/processes.ts';
import { spooledLogs, type SpooledLog } from './support/spool.ts';

interface Written {
  readonly records: readonly SpooledLog[];
  /** Lines on stdout that are JSON. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  readonly service: Service;
}

async function write(kind: string, environment: Record<string, string> = {}): Promise<Written> {
  const spoolDir = temporaryFolder();
  const service = new Service(
    'loggers.ts',
    { OTEL_SERVICE_NAME: 'house', MORDOMO_SPOOL_DIR: spoolDir, MORDOMO_SPOOL_MODE: 'keep', ...environment },
    kind,
    join(spoolDir, 'lines.log'),
  );
  expect(await service.ended()).toBe(0);
  const lines = service.output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { records: spooledLogs(spoolDir, 'house'), lines, service };
}

const exception = {
  'exception.type': 'TypeError',
  'exception.message': expect.stringContaining('the lamp is broken'),
  'exception.stacktrace': expect.stringMatching(/^TypeError: the lamp is broken\n +at /),
};

test('pino: child loggers, fields, redaction, custom levels and errors arrive as they were written', async () => {
  const { records, lines } = await write('pino');
  expect(records.map(({ severityText, severityNumber, body }) => [severityText, severityNumber, body])).toEqual([
    ['warn', 13, 'asked for a lamp'],
    ['error', 17, 'the lamp is broken'],
    ['notice', 10, 'noticed'],
    ['fatal', 21, '[child] the end'],
  ]);
  expect(records[0]?.attributes).toEqual({ room: 'kitchen', lamp: { id: 7 }, wish: '[Redacted]' });
  expect(records[1]?.attributes).toEqual({ ...exception, err: { code: 'ELAMP' } });
  // pino writes in the background, and what is left when the process ends before that.
  const printed = lines.find(({ msg }) => msg === 'asked for a lamp');
  expect(printed).toMatchObject({ trace_id: records[0]?.traceId, span_id: records[0]?.spanId, trace_flags: '01' });
  expect(printed?.['trace_id']).toMatch(/^\w{32}$/);
});

test('pino with a transport in a worker thread: exported, printed with ids, and its flush still flushes', async () => {
  // The fixture prints what stands in the transport's file at the moment at which `flush` calls back.
  const { records, lines } = await write('pino-worker');
  expect(records).toMatchObject([{ body: 'asked for a lamp', attributes: { room: 'kitchen' } }]);
  expect(lines).toMatchObject([{ trace_id: records[0]?.traceId, span_id: records[0]?.spanId }]);
});

test('pino with several streams and a hook that rewrites lines: what is exported is what the hook left', async () => {
  const { records, lines } = await write('pino-multistream');
  expect(records.map(({ severityText, body }) => [severityText, body])).toEqual([
    ['debug', 'token ***'],
    ['error', 'printed'],
  ]);
  expect(lines.map(({ msg }) => msg)).toEqual(['printed']);
});

test('winston: every line that is printed arrives, plain levels, fields and errors kept, also after clear()', async () => {
  const { records, lines } = await write('winston');
  expect(records.map(({ severityText, severityNumber, body }) => [severityText, severityNumber, body])).toEqual([
    ['warning', 13, 'asked for a lamp'],
    ['error', 17, 'it failed: the lamp is broken'],
    ['crit', 18, 'an object'],
    ['error', 17, 'the lamp is broken'],
  ]);
  expect(records[0]?.attributes).toMatchObject({ room: 'kitchen', child: true, lamp: { id: '7' } });
  expect(records[1]?.attributes).toMatchObject({ ...exception, code: 'ELAMP' });
  expect(records[3]?.attributes).toMatchObject(exception);
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatchObject({ trace_id: records[0]?.traceId, span_id: records[0]?.spanId, trace_flags: '01' });
});

test('console: exported with the ids in the line once it is asked for', async () => {
  const { records, service } = await write('console', { MORDOMO_LOGS_CONSOLE: 'true' });
  expect(records.map(({ severityText, severityNumber }) => [severityText, severityNumber])).toEqual([
    ['info', 9],
    ['info', 9],
    ['error', 17],
    ['trace', 1],
    ['debug', 5],
  ]);
  expect(records.map(({ body }) => String(body).split('\n', 1)[0])).toEqual([
    'asked for { lamp: 7 }',
    '{"a":1}',
    'it failed: TypeError: the lamp is broken',
    'here',
    '7 lamps',
  ]);
  expect(records[2]?.attributes).toEqual(exception);
  const [{ traceId, spanId } = {}] = records;
  expect(service.output).toBe(
    `asked for { lamp: 7 } trace_id=${traceId} span_id=${spanId} trace_flags=01\n{"a":1}\n7 lamps\n`,
  );
});

test('console: untouched by default', async () => {
  const { records, service } = await write('console');
  expect(records).toEqual([]);
  expect(service.output).toBe('asked for { lamp: 7 }\n{"a":1}\n7 lamps\n');
});
