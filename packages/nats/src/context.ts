/** Trace context in the headers of messages. */
import { spans } from '@mordomo/semconv';
import {
  isValidSpanId,
  propagation,
  ROOT_CONTEXT,
  trace,
  type Context,
  type TextMapGetter,
  type TextMapSetter,
} from '@opentelemetry/api';
import type { CoreExports, Headers, Message, MessageHeaders } from './library.ts';

/** What a message of a hand-over carries: the turn, which the trace state names, or `active` itself outside of a turn. */
export function handOverContext(active: Context): Context {
  const stage = trace.getSpanContext(active);
  const turn = stage?.traceState?.get(spans.turnTraceStateMember);
  if (stage === undefined || turn === undefined || !isValidSpanId(turn)) return active;
  return trace.setSpanContext(active, { ...stage, spanId: turn });
}

/** Header names have no case between clients of different languages, though NATS's own look-up has. */
const getter: TextMapGetter<MessageHeaders> = {
  get: valueOf,
  keys: (headers) => Array.from(headers, ([name]) => name),
};

function valueOf(headers: MessageHeaders, wanted: string): string | undefined {
  for (const [name, values] of headers) if (isSame(name, wanted)) return values[0];
  return undefined;
}

const isSame = (name: string, other: string): boolean =>
  name === other || (name.length === other.length && name.toLowerCase() === other.toLowerCase());

/** The context that a message carries, or the root context: never what happens to be active here. */
export function carriedContext(message: Message): Context {
  const headers = headersOf(message);
  return headers === undefined ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, headers, getter);
}

/** Headers are read when they are first asked for: that a peer wrote some that cannot be read is not the handler's error. */
export function headersOf(message: Message): MessageHeaders | undefined {
  try {
    return message.headers;
  } catch {
    return undefined;
  }
}

/** The value of a header of a message that was received. */
export function headerOf(message: Message, name: string): string | undefined {
  const headers = headersOf(message);
  return headers === undefined ? undefined : valueOf(headers, name);
}

const lineEnd = '\r\n';
const intro = `NATS/1.0${lineEnd}`;

interface Lines {
  text: string;
}

const setter: TextMapSetter<Lines> = {
  set: (lines, name, value) => {
    if (!value.includes('\n') && !value.includes('\r')) lines.text += `${name}: ${value}${lineEnd}`;
  },
};

/**
 * Headers for one message, with the context in them. Those that were given are left alone: they may be another message's.
 * Written out here, since the library's `set` and `encode` take longer than all the rest of a publish.
 */
export function withContext(
  given: Headers | undefined,
  context: Context,
  create: CoreExports['headers'],
): Headers | undefined {
  const lines: Lines = { text: '' };
  propagation.inject(context, lines, setter);
  if (lines.text === '') return given;
  const before = given === undefined ? intro : linesOf(given, create);
  const written = Buffer.from(before + lines.text + lineEnd);
  const headers = create();
  headers.encode = () => written;
  return headers;
}

/** The given headers but an older context: a message may be passed on with the headers that it came with. */
function linesOf(given: Headers, create: CoreExports['headers']): string {
  const fields = propagation.fields();
  for (const [name] of given) {
    if (isAmong(fields, name)) return textOf(copyWithout(fields, given, create));
  }
  return textOf(given);
}

const textOf = (headers: Headers): string => headers.toString().slice(0, -lineEnd.length) || intro;

function copyWithout(dropped: readonly string[], given: Headers, create: CoreExports['headers']): Headers {
  const copy = create(given.code, given.description);
  for (const [name, values] of given) {
    if (!isAmong(dropped, name)) for (const value of values) copy.append(name, value);
  }
  return copy;
}

const isAmong = (names: readonly string[], name: string): boolean => names.some((each) => isSame(each, name));
