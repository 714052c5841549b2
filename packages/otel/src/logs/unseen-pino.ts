/**
 * pino where no hook sees it being loaded: inside a bundle, or before this package. From version 9.11 on it tells of every
 * line on a diagnostics channel, before and after it is made. What is bound to the logger in between is in the line.
 */
import { tracingChannel } from 'node:diagnostics_channel';
import { isSpanContextValid, trace } from '@opentelemetry/api';
import type { LineSymbols, PinoLogger } from './pino-line.ts';

interface Options {
  /** Whether the lines of loggers with this prototype are taken already. */
  readonly isPatched: (prototype: object) => boolean;
  readonly send: (logger: PinoLogger, line: string, level: number, symbols: LineSymbols) => void;
}

/** What pino tells: the logger, and what a line is made of. */
interface MakingLine {
  readonly instance: PinoLogger;
  readonly arguments: readonly [fields: unknown, message: unknown, level: number, time: string];
  readonly result?: string;
}

interface Symbols extends LineSymbols {
  /** What is bound to the logger: a piece of JSON that begins with a comma. */
  readonly bindings: symbol;
}

export function watchUnseenPino({ isPatched, send }: Options): void {
  const channel = tracingChannel<MakingLine>('pino_asJson');
  const bindingsBefore = new WeakMap<MakingLine, unknown>();
  const watcher = {
    start: (making: MakingLine) => {
      const { instance } = making;
      if (chainOf(instance).some(isPatched)) {
        // The hooks have seen it: pino is faster where nobody listens.
        channel.unsubscribe(watcher);
        return;
      }
      const symbols = symbolsOf(instance);
      if (symbols === undefined) return;
      bindingsBefore.set(making, instance[symbols.bindings]);
      Reflect.set(instance, symbols.bindings, `${String(instance[symbols.bindings])}${idsOfActiveSpan()}`);
    },
    end: (making: MakingLine) => {
      const { instance, result } = making;
      const symbols = bindingsBefore.has(making) ? symbolsOf(instance) : undefined;
      if (symbols === undefined) return;
      Reflect.set(instance, symbols.bindings, bindingsBefore.get(making));
      if (result !== undefined) send(instance, result, making.arguments[2], symbols);
    },
    asyncStart: () => {},
    asyncEnd: () => {},
    error: () => {},
  };
  channel.subscribe(watcher);
}

function idsOfActiveSpan(): string {
  const span = trace.getActiveSpan()?.spanContext();
  if (span === undefined || !isSpanContextValid(span)) return '';
  return `,"trace_id":"${span.traceId}","span_id":"${span.spanId}","trace_flags":"0${span.traceFlags.toString(16)}"`;
}

const found = new WeakMap<PinoLogger, Symbols>();

/** Each copy of pino has symbols of its own, of which only the descriptions are known. */
function symbolsOf(logger: PinoLogger): Symbols | undefined {
  const known = found.get(logger);
  if (known !== undefined) return known;
  const all = chainOf(logger).flatMap(Object.getOwnPropertySymbols);
  const named = (description: string): symbol | undefined => all.find((symbol) => symbol.description === description);
  const [bindings, messageKeySym, errorKeySym] = ['pino.chindings', 'pino.messageKey', 'pino.errorKey'].map(named);
  if (bindings === undefined || messageKeySym === undefined || errorKeySym === undefined) return undefined;
  const symbols = { bindings, messageKeySym, errorKeySym };
  found.set(logger, symbols);
  return symbols;
}

/** An object and its prototypes. */
const chainOf = (object: object): object[] => {
  const above = Object.getPrototypeOf(object) as object | null;
  return above === null ? [object] : [object, ...chainOf(above)];
};
