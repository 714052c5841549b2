import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderTurnPage } from '../page/turn-page.ts';
import { logRequest, record, traceId, traceRequest, type SpanSpec } from '../testing/otlp-builder.ts';
import { turnLines, turnSpans } from '../testing/turns.ts';
import { readTurnFromFiles } from './otlp-files.ts';
import { readTurnFromSpool } from './spool.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mordomo-otlp-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, ...texts: readonly string[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, texts.join(''));
  return path;
}

const traces = traceRequest(turnSpans);
const logs = logRequest(turnLines);

test('a turn is read from requests as JSON, as JSON lines, from a spool and from what Jaeger answers', async () => {
  const pretty = [await file('t.json', JSON.stringify(traces, null, 2)), await file('l.json', JSON.stringify(logs))];
  const lines = [await file('both.jsonl', `${JSON.stringify(traces)}\n`, `${JSON.stringify(logs)}\n`)];
  const spool = [await file('spool.jsonl', record('traces', traces), record('logs', logs))];
  const jaeger = [await file('jaeger.json', JSON.stringify({ result: traces })), ...pretty.slice(1)];
  for (const files of [pretty, lines, spool, jaeger]) {
    const { source, spans, logs: found, hops } = await readTurnFromFiles(files, traceId);
    expect({ source, spans: spans.length, logs: found.length, corrupt: hops.spool.corruptLines }).toEqual({
      source: 'files',
      spans: turnSpans.length,
      logs: turnLines.length,
      corrupt: 0,
    });
  }
});

test('the page is the same from files as from a spool', async () => {
  await mkdir(join(folder, 'spool', 'wake-word'), { recursive: true });
  await file('spool/wake-word/1.jsonl', record('traces', traces), record('logs', logs));
  const files = [await file('one.jsonl', `${JSON.stringify(traces)}\n`, JSON.stringify(logs))];
  const fromSpool = renderTurnPage(await readTurnFromSpool(join(folder, 'spool'), 'last'));
  const fromFiles = renderTurnPage(await readTurnFromFiles(files, 'last'));
  expect(fromFiles).toBe(fromSpool.replace('<b>Spool</b>', '<b>Files</b>'));
});

test('`last` is the newest turn, and the newest trace where there is no turn', async () => {
  const later: SpanSpec = {
    id: 'get',
    name: 'GET /',
    service: 'shop',
    startMs: 9e6,
    endMs: 9e6 + 1,
    traceId: 'c'.repeat(32),
  };
  const both = await file('mixed.json', JSON.stringify(traceRequest([...turnSpans, later])));
  const one = await file(
    'plain.json',
    JSON.stringify(traceRequest([{ ...later, traceId: 'd'.repeat(32), startMs: 1 }, later])),
  );
  expect((await readTurnFromFiles([both], 'last')).traceId).toBe(traceId);
  expect((await readTurnFromFiles([one], 'last')).traceId).toBe(later.traceId);
});

test('damaged lines are counted, and what cannot be read is said in a sentence', async () => {
  const damaged = await file('damaged.jsonl', `${JSON.stringify(traces)}\n`, '{"resourceSpans":[{\n', '[]\n');
  expect((await readTurnFromFiles([damaged], traceId)).hops.spool.corruptLines).toBe(2);
  await expect(readTurnFromFiles([join(folder, 'none')], traceId)).rejects.toThrow(
    /^The file .*none cannot be read \(ENOENT\)\.$/,
  );
  await expect(readTurnFromFiles([await file('empty.json')], 'last')).rejects.toThrow(
    /^No span in .*empty\.json: name files of OTLP/,
  );
  await expect(readTurnFromFiles([damaged], 'e'.repeat(32))).rejects.toThrow(/^No span or log line of trace e{32} in/);
});
