/** What a line of pino says. */
import type { AnyValue, Attributes, LogRecord } from '@opentelemetry/api';

export interface PinoLogger {
  readonly [key: symbol]: unknown;
  readonly levels: { readonly labels: Readonly<Record<number, string>> };
}

/** Where a logger keeps what is needed to read its lines. */
export interface LineSymbols {
  readonly messageKeySym: symbol;
  readonly errorKeySym: symbol;
}

const hooks = Symbol.for('pino.hooks');
/** Fields that a log record, or its resource, has places of its own for. */
const ownPlace = new Set(['level', 'time', 'pid', 'hostname', 'trace_id', 'span_id', 'trace_flags']);

/** Body and attributes of a line, as the logger's own hook would write it. */
export function contentOf(
  logger: PinoLogger,
  line: string,
  { messageKeySym, errorKeySym }: LineSymbols,
): Pick<LogRecord, 'body' | 'attributes'> {
  const { streamWrite } = logger[hooks] as { readonly streamWrite?: (line: string) => string };
  const messageKey = String(logger[messageKeySym]);
  const fields = parse(streamWrite === undefined ? line : streamWrite(line), messageKey);
  const body = fields[messageKey];
  const attributes = attributesOf(fields, messageKey, String(logger[errorKeySym]));
  return { attributes, ...(body === undefined ? {} : { body }) };
}

/** The fields of a line. One that hooks made something else than JSON of is a message as a whole. */
function parse(line: string, messageKey: string): Attributes {
  try {
    return JSON.parse(line) as Attributes;
  } catch {
    return { [messageKey]: line.trimEnd() };
  }
}

/** The fields that the logger's user gave. */
function attributesOf(fields: Attributes, messageKey: string, errorKey: string): Attributes {
  const attributes: Attributes = {};
  for (const [field, value] of Object.entries(fields)) {
    if (!ownPlace.has(field) && field !== messageKey && field !== errorKey) attributes[field] = value;
  }
  const error = fields[errorKey];
  return error === undefined ? attributes : { ...attributes, ...exceptionOf(error, errorKey) };
}

/** A serialised error. What its class adds, such as `code`, stays under the error's own key. */
function exceptionOf(error: AnyValue, errorKey: string): Attributes {
  if (typeof error !== 'object' || error === null || Array.isArray(error))
    return { 'exception.message': String(error) };
  const { type, name, message, stack, ...others } = error as Attributes;
  return {
    'exception.type': type ?? name,
    'exception.message': message,
    'exception.stacktrace': stack,
    ...(Object.keys(others).length === 0 ? {} : { [errorKey]: others }),
  };
}
