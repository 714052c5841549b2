/** Reads a turn from the folders into which the services write their telemetry first: `<spoolDir>/<service>/*.jsonl`. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { spans as spanDefinitions } from '@mordomo/semconv';
import { parseTurnId, TurnNotFoundError } from '../errors.ts';
import type { Span, Turn } from '../model.ts';
import { spansOf } from '../otlp/spans.ts';
import { asText, isObject, type JsonObject } from '../otlp/values.ts';
import { Gathered } from './gather.ts';

/**
 * Reads one turn from spool folders.
 * @param spoolDir the folder that holds one folder per service (`MORDOMO_SPOOL_DIR`)
 * @param id 32 hex digits, or `last` for the newest turn whose root span is there
 * @throws TurnNotFoundError when the folder holds no such turn
 */
export async function readTurnFromSpool(spoolDir: string, id: string): Promise<Turn> {
  const wanted = parseTurnId(id);
  const files = await spoolFiles(spoolDir);
  const traceId = wanted === 'last' ? await newestTurn(spoolDir, files) : wanted;
  const found = new Gathered(traceId);
  for (const file of files) {
    for (const line of await completeLines(file)) {
      const request = requestIn(line);
      if (request === undefined) found.corruptLines += 1;
      else found.add(request);
    }
  }
  if (found.isEmpty) {
    throw new TurnNotFoundError(
      `No span or log line of trace ${traceId} in the spool ${spoolDir}: it may have been sent on already (then read it from the backends), or belong to another data folder.`,
    );
  }
  return found.toTurn('spool');
}

async function spoolFiles(spoolDir: string): Promise<string[]> {
  try {
    const entries = await readdir(spoolDir, { recursive: true });
    const isSpool = (entry: string): boolean => /^[^/\\]+[/\\][^/\\]+\.jsonl$/.test(entry);
    return entries.filter(isSpool).map((entry) => path.join(spoolDir, entry));
  } catch (error) {
    throw new TurnNotFoundError(
      `The spool ${spoolDir} cannot be read (${errorCode(error)}): start the services first, or name the folder they write to.`,
      { cause: error },
    );
  }
}

async function newestTurn(spoolDir: string, files: readonly string[]): Promise<string> {
  let newest: Span | undefined;
  for (const file of files) {
    const lines = await completeLines(file);
    const spans = lines
      .filter((line) => line.includes(spanDefinitions.turn.name))
      .map(requestIn)
      .flatMap(spansOf);
    for (const span of spans) {
      if (span.name === spanDefinitions.turn.name && span.startNs > (newest?.startNs ?? -1n)) newest = span;
    }
  }
  if (newest !== undefined) return newest.traceId;
  throw new TurnNotFoundError(
    `No finished turn in the spool ${spoolDir} (${files.length} files): speak to the house first, or name the folder of the services that heard you.`,
  );
}

/** What follows the last line break is still being written, or was torn off by a crash. */
async function completeLines(file: string): Promise<string[]> {
  try {
    return (await readFile(file, 'utf8')).split('\n').slice(0, -1);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []; // sent on and deleted since the folder was listed
    throw error;
  }
}

const errorCode = (error: unknown): string => asText(isObject(error) ? error['code'] : error);

/** The OTLP request in a line of the spool; undefined where the line is damaged. */
function requestIn(line: string): JsonObject | undefined {
  try {
    const record: unknown = JSON.parse(line);
    return isObject(record) && isObject(record['body']) ? record['body'] : undefined;
  } catch {
    return undefined;
  }
}
