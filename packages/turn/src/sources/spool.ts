/** Reads a turn from the folders into which the services write their telemetry first: `<spoolDir>/<service>/*.jsonl`. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { spans as spanDefinitions } from '@mordomo/semconv';
import { analyse } from '../analyse.ts';
import { parseTurnId, TurnNotFoundError } from '../errors.ts';
import type { Exemplar, LogLine, MetricSeries, Span, Turn } from '../model.ts';
import { logLinesOf } from '../otlp/logs.ts';
import { seriesOf } from '../otlp/metrics.ts';
import { spansOf, withoutRepeats } from '../otlp/spans.ts';
import { asText, isObject } from '../otlp/values.ts';
import { voiceMetricNames } from '../voice-metrics.ts';
import { noBackendAsked } from './hops.ts';

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
  const found = new Collector(traceId);
  for (const file of files) found.addFile(await completeLines(file));
  if (found.spans.length + found.logs.length === 0) {
    throw new TurnNotFoundError(
      `No span or log line of trace ${traceId} in the spool ${spoolDir}: it may have been sent on already (then read it from the backends), or belong to another data folder.`,
    );
  }
  return found.toTurn();
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
    const records = lines.filter((line) => line.includes(spanDefinitions.turn.name)).map(parseRecord);
    const spans = records.flatMap((record) => spansOf(record?.body));
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

interface SpoolRecord {
  readonly signal: unknown;
  readonly body: unknown;
}

function parseRecord(line: string): SpoolRecord | undefined {
  try {
    const record: unknown = JSON.parse(line);
    return isObject(record) && isObject(record['body'])
      ? { signal: record['signal'], body: record['body'] }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Gathers what belongs to one trace, record by record, so that a large spool is never in memory as a whole. */
class Collector {
  readonly #traceId: string;
  readonly spans: Span[] = [];
  readonly logs: LogLine[] = [];
  readonly #series = new Set<string>();
  readonly #exemplars = new Set<string>();
  #corruptLines = 0;

  constructor(traceId: string) {
    this.#traceId = traceId;
  }

  addFile(lines: readonly string[]): void {
    for (const line of lines) {
      const record = parseRecord(line);
      if (record === undefined) this.#corruptLines += 1;
      else this.#add(record);
    }
  }

  #add({ signal, body }: SpoolRecord): void {
    const isWanted = ({ traceId }: Span | LogLine | Exemplar): boolean => traceId === this.#traceId;
    if (signal === 'traces') this.spans.push(...spansOf(body).filter(isWanted));
    if (signal === 'logs') this.logs.push(...logLinesOf(body).filter(isWanted));
    if (signal !== 'metrics') return;
    for (const series of seriesOf(body).filter(({ name }) => voiceMetricNames.has(name))) {
      this.#series.add(seriesKey(series));
      // Cumulative metrics repeat their exemplars in every export.
      for (const { spanId, timeNs } of series.exemplars.filter(isWanted))
        this.#exemplars.add(`${seriesKey(series)} ${spanId} ${timeNs}`);
    }
  }

  toTurn(): Turn {
    const { logs } = this;
    const spans = withoutRepeats(this.spans);
    const spool = {
      status: 'found' as const,
      services: new Set([...spans, ...logs].map(({ service }) => service)).size,
      spans: spans.length,
      lines: logs.length,
      series: this.#series.size,
      exemplars: this.#exemplars.size,
      corruptLines: this.#corruptLines,
    };
    return analyse({ traceId: this.#traceId, source: 'spool', spans, logs, hops: { ...noBackendAsked, spool } });
  }
}

const seriesKey = ({ name, service, attributes }: MetricSeries): string =>
  `${name} ${service} ${JSON.stringify(attributes)}`;
