/** `console` as a logger, for services that have no other: its lines as log records, the ids of the active span in its lines. */
import { format } from 'node:util';
import { context, isSpanContextValid, logs, trace, type SpanContext } from '@opentelemetry/api';
import { reasonOf, sayOnce } from '../diagnostics.ts';
import { exceptionAttributes } from '../exception.ts';
import type { LogGate } from './gate.ts';
import { severityOfName } from './severity.ts';

const methods = ['trace', 'debug', 'log', 'info', 'warn', 'error'] as const;
type Method = (typeof methods)[number];

/** Watches the global console from now on. */
export function sendConsole(gate: LogGate): void {
  const logger = logs.getLogger('@mordomo/otel/console');
  // `console.trace` prints by way of `console.error`.
  let isWithin = false;

  const send = (method: Method, given: readonly unknown[]): void => {
    const severityText = method === 'log' ? 'info' : method;
    const severityNumber = severityOfName(severityText) ?? 0;
    if (!gate.admits(severityNumber)) return;
    const error = given.find((value) => value instanceof Error);
    const attributes = error === undefined ? {} : { ...exceptionAttributes(error) };
    logger.emit({ severityNumber, severityText, body: format(...given), attributes });
  };

  for (const method of methods) {
    const print = console[method].bind(console);
    console[method] = (...given: unknown[]): void => {
      if (isWithin) return print(...given);
      isWithin = true;
      try {
        attempt(() => send(method, given));
        print(...given, ...idsFor(given));
      } finally {
        isWithin = false;
      }
    };
  }
}

function attempt(action: () => void): void {
  try {
    action();
  } catch (error) {
    sayOnce(`A line of console is not exported: ${reasonOf(error)}.`);
  }
}

/** What is added to a line: nothing outside of a span, nor to a line of JSON, which some program will read. */
function idsFor(given: readonly unknown[]): string[] {
  const span = trace.getSpanContext(context.active());
  if (span === undefined || !isSpanContextValid(span)) return [];
  const isJson = given.length === 1 && typeof given[0] === 'string' && given[0].startsWith('{');
  return isJson ? [] : [idsOf(span)];
}

const idsOf = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `trace_id=${traceId} span_id=${spanId} trace_flags=${traceFlags.toString(16).padStart(2, '0')}`;
