import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { metrics } from '@mordomo/semconv';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TurnNotFoundError } from '../errors.ts';
import { logRequest, metricRequest, record, traceId, traceRequest } from '../testing/otlp-builder.ts';
import { turnLines, turnSpans } from '../testing/turns.ts';
import { everyHopHeld } from './hops.ts';
import { readTurnFromSpool } from './spool.ts';

let spoolDir: string;

beforeEach(async () => {
  spoolDir = await mkdtemp(path.join(tmpdir(), 'mordomo-spool-'));
});
afterEach(() => rm(spoolDir, { recursive: true }));

async function write(service: string, file: string, text: string): Promise<void> {
  await mkdir(path.join(spoolDir, service), { recursive: true });
  await appendFile(path.join(spoolDir, service, file), text);
}

/** The test turn as its services leave it: each in its own folder, spans and lines in separate records. */
async function writeTurn(): Promise<void> {
  for (const [service, spans] of Map.groupBy(turnSpans, (span) => span.service)) {
    await write(service, '1.jsonl', spans.map((span) => record('traces', traceRequest([span]))).join(''));
  }
  for (const line of turnLines) await write(line.service, '2.jsonl', record('logs', logRequest([line])));
  const export1 = record('metrics', metricRequest('whisper-asr', metrics.sttLatency.name));
  await write('whisper-asr', '1.jsonl', export1 + export1);
  await write('whisper-asr', '1.jsonl', record('metrics', metricRequest('whisper-asr', 'my.own.metric')));
}

test('a turn is put together from the folders of all its services', async () => {
  await writeTurn();
  const turn = await readTurnFromSpool(spoolDir, traceId);
  expect(turn.source).toBe('spool');
  expect(turn.spans).toHaveLength(turnSpans.length);
  expect(turn.orphans).toEqual([]);
  expect(turn.logs.map(({ body }) => body)).toEqual(['turn started', 'stage completed', 'voice is slow']);
  expect(turn.hops.spool).toEqual({
    status: 'found',
    services: 6,
    spans: 11,
    lines: 3,
    series: 1,
    exemplars: 1,
    corruptLines: 0,
  });
  expect(everyHopHeld(turn)).toBe(true);
});

test('`last` is the newest turn, whatever else is in the spool', async () => {
  await writeTurn();
  const newer = 'b'.repeat(32);
  const root = { id: 'turn', name: 'voice.turn', service: 'wake-word', startMs: 9000, endMs: 9500 };
  const other = { id: 'http', name: 'GET /metrics', service: 'wake-word', startMs: 20_000, endMs: 20_001 };
  const newest = traceRequest([
    { ...root, traceId: newer },
    { ...other, traceId: 'c'.repeat(32) },
  ]);
  await write('wake-word', '0.jsonl', record('traces', newest));
  expect((await readTurnFromSpool(spoolDir, 'last')).traceId).toBe(newer);
});

test('a torn last line is skipped silently, a damaged one in the middle is counted', async () => {
  await writeTurn();
  const whole = record('traces', traceRequest([{ ...turnSpans[0]!, id: 'extra', parent: 'turn' }]));
  await write('tts-engine', '3.jsonl', `{"signal":"tra\n[]\n${whole}${whole.slice(0, -20)}`);
  const turn = await readTurnFromSpool(spoolDir, 'last');
  expect(turn.spans).toHaveLength(turnSpans.length + 1);
  expect(turn.hops.spool.corruptLines).toBe(2);
});

test('a span that two files hold is there once', async () => {
  await writeTurn();
  await write('whisper-asr', 'adopted.jsonl', record('traces', traceRequest(turnSpans)));
  expect((await readTurnFromSpool(spoolDir, traceId)).spans).toHaveLength(turnSpans.length);
});

test('locks, cursors and foreign files are not read', async () => {
  await writeTurn();
  await write('whisper-asr', '1.lock', 'not json\n');
  await writeFile(path.join(spoolDir, 'stray.jsonl'), 'not json\n');
  expect((await readTurnFromSpool(spoolDir, traceId)).hops.spool.corruptLines).toBe(0);
});

test('what is not there is said in one sentence', async () => {
  await expect(readTurnFromSpool(path.join(spoolDir, 'none'), 'last')).rejects.toThrow(/cannot be read \(ENOENT\)/);
  await expect(readTurnFromSpool(spoolDir, 'last')).rejects.toThrow(
    /No finished turn in the spool .+ speak to the house/,
  );
  await writeTurn();
  await expect(readTurnFromSpool(spoolDir, 'a'.repeat(32))).rejects.toThrow(/No span or log line of trace a{32}/);
  await expect(readTurnFromSpool(spoolDir, 'lst')).rejects.toThrow(
    new TurnNotFoundError('"lst" is not a trace id: give its 32 hex digits, or "last" for the newest turn.'),
  );
});
