import type { LogLine } from '../model.ts';
import { itemsOf, type FromService } from './resource.ts';
import { asAttributes, asBody, asId, asNanos, asText } from './values.ts';

/** Log records of an OTLP/JSON log request. */
export function logLinesOf(body: unknown): LogLine[] {
  return itemsOf(body, 'resourceLogs', 'scopeLogs', 'logRecords').map(toLogLine);
}

function toLogLine({ service, item }: FromService): LogLine {
  return {
    timeNs: asNanos(item['timeUnixNano']) || asNanos(item['observedTimeUnixNano']),
    traceId: asId(item['traceId']),
    spanId: asId(item['spanId']),
    service,
    level: asText(item['severityText']).toLowerCase() || levelOf(Number(item['severityNumber'])),
    body: asBody(item['body']),
    attributes: asAttributes(item['attributes']),
  };
}

/** OTLP has four numbers per level, from 1 (`trace`) to 24 (`fatal4`). */
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

const levelOf = (severityNumber: number): string => levels[Math.floor((severityNumber - 1) / 4)] ?? 'info';
