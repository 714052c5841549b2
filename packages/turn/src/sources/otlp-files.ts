/** Reads a trace from files of OTLP/JSON: one request per file, or one per line as the collector's file exporter writes. */
import { readFile } from 'node:fs/promises';
import { spans as spanDefinitions } from '@mordomo/semconv';
import { parseTurnId, TurnNotFoundError } from '../errors.ts';
import type { Span, Turn } from '../model.ts';
import { spansOf } from '../otlp/spans.ts';
import { asText, isObject, type JsonObject } from '../otlp/values.ts';
import { Gathered } from './gather.ts';

/**
 * Reads one trace from OTLP files. Records of a spool and answers of Jaeger's API are understood as well.
 * @param id 32 hex digits, or `last` for the newest turn; where there is no turn, for the newest trace
 * @throws TurnNotFoundError when a file cannot be read, or none holds such a trace
 */
export async function readTurnFromFiles(files: readonly string[], id: string): Promise<Turn> {
  const wanted = parseTurnId(id);
  const traceId = wanted === 'last' ? await newestTrace(files) : wanted;
  const found = new Gathered(traceId);
  for (const file of files) {
    const { requests, corruptLines } = await requestsIn(file);
    for (const request of requests) found.add(request);
    found.corruptLines += corruptLines;
  }
  if (!found.isEmpty) return found.toTurn('files');
  throw new TurnNotFoundError(
    `No span or log line of trace ${traceId} in ${files.join(', ')}: name the files that hold it.`,
  );
}

async function newestTrace(files: readonly string[]): Promise<string> {
  let newestSpan: Span | undefined;
  let newestTurn: Span | undefined;
  for (const file of files) {
    for (const span of (await requestsIn(file)).requests.flatMap(spansOf)) {
      if (span.startNs > (newestSpan?.startNs ?? -1n)) newestSpan = span;
      const isTurn = span.name === spanDefinitions.turn.name;
      if (isTurn && span.startNs > (newestTurn?.startNs ?? -1n)) newestTurn = span;
    }
  }
  const newest = newestTurn ?? newestSpan;
  if (newest !== undefined) return newest.traceId;
  throw new TurnNotFoundError(`No span in ${files.join(', ')}: name files of OTLP as JSON, or as JSON lines.`);
}

interface FileContent {
  readonly requests: readonly JsonObject[];
  readonly corruptLines: number;
}

async function requestsIn(file: string): Promise<FileContent> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new TurnNotFoundError(
      `The file ${file} cannot be read (${asText(isObject(error) ? error['code'] : error)}).`,
    );
  });
  const whole = parsed(text);
  if (whole !== undefined) return { requests: [whole], corruptLines: 0 };
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const requests = lines.map(parsed).filter((request) => request !== undefined);
  return { requests, corruptLines: lines.length - requests.length };
}

/** The request in a text of JSON, taken out of what a spool or Jaeger wraps around it. */
function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value)) return undefined;
    return [value['body'], value['result']].find(isObject) ?? value;
  } catch {
    return undefined;
  }
}
