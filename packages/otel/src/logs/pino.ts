/**
 * pino's lines as log records. The stock instrumentation puts the ids of the active span into the line, and that is all it
 * does here: to send, it would put a stream of its own before the service's, which parses every line back however many
 * there are, and forgets what else the stream can do, such as the `flush` of a transport in a worker thread. Here each line
 * is taken where pino makes it, redacted and serialised: streams, transports and child loggers stay what they are.
 */
import type { AnyValue, Attributes } from '@opentelemetry/api';
import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { reasonOf, sayOnce } from '../diagnostics.ts';
import type { LogGate } from './gate.ts';
import { severityOfPino } from './severity.ts';

type MakeLine = (this: PinoLogger, fields: unknown, message: unknown, level: number, time: string) => string;

interface PinoLogger {
  readonly [key: symbol]: unknown;
  readonly levels: { readonly labels: Readonly<Record<number, string>> };
}

interface PinoSymbols {
  readonly asJsonSym: symbol;
  readonly messageKeySym: symbol;
  readonly errorKeySym: symbol;
}

const versions = ['>=9 <11'];
const hooks = Symbol.for('pino.hooks');
/** Fields that a log record, or its resource, has places of its own for. */
const ownPlace = new Set(['level', 'time', 'pid', 'hostname', 'trace_id', 'span_id', 'trace_flags']);

/** Sends the lines of every pino logger. */
export class PinoLogs extends InstrumentationBase {
  readonly #gate: LogGate;
  /** Of the copy of pino that is being loaded: its loggers keep everything under symbols. */
  #symbols: PinoSymbols | undefined;

  constructor(gate: LogGate) {
    super('@mordomo/otel/pino', '', {});
    this.#gate = gate;
  }

  protected override init(): InstrumentationNodeModuleDefinition {
    const file = (name: string, watch: (exports: unknown) => void): InstrumentationNodeModuleFile =>
      new InstrumentationNodeModuleFile(
        `pino/lib/${name}.js`,
        versions,
        (exports: unknown) => {
          watch(exports);
          return exports;
        },
        () => {},
      );
    return new InstrumentationNodeModuleDefinition('pino', versions, undefined, undefined, [
      file('symbols', (symbols) => (this.#symbols = symbols as PinoSymbols)),
      file('proto', (createLogger) =>
        this.#sendFrom(Object.getPrototypeOf((createLogger as () => object)()) as object),
      ),
    ]);
  }

  #sendFrom(prototype: object): void {
    const symbols = this.#symbols;
    if (symbols === undefined) return;
    const makeLine = Reflect.get(prototype, symbols.asJsonSym) as MakeLine;
    const send = (logger: PinoLogger, line: string, level: number): void => this.#send(logger, line, level, symbols);
    const makeAndSend: MakeLine = function makeAndSend(fields, message, level, time) {
      const line = makeLine.call(this, fields, message, level, time);
      send(this, line, level);
      return line;
    };
    Reflect.set(prototype, symbols.asJsonSym, makeAndSend);
  }

  #send(logger: PinoLogger, line: string, level: number, { messageKeySym, errorKeySym }: PinoSymbols): void {
    try {
      const severityText = logger.levels.labels[level] ?? String(level);
      const severityNumber = severityOfPino(level, severityText);
      if (!this.#gate.admits(severityNumber)) return;
      const { streamWrite } = logger[hooks] as { readonly streamWrite?: (line: string) => string };
      const messageKey = String(logger[messageKeySym]);
      const fields = parse(streamWrite === undefined ? line : streamWrite(line), messageKey);
      const body = fields[messageKey];
      const attributes = attributesOf(fields, messageKey, String(logger[errorKeySym]));
      this.logger.emit({ severityNumber, severityText, attributes, ...(body === undefined ? {} : { body }) });
    } catch (error) {
      sayOnce(`A line of pino is not exported: ${reasonOf(error)}.`);
    }
  }
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
