/**
 * pino's lines as log records. The stock instrumentation puts the ids of the active span into the line, and that is all it
 * does here: to send, it would put a stream of its own before the service's, which parses every line back however many
 * there are, and forgets what else the stream can do, such as the `flush` of a transport in a worker thread. Here each line
 * is taken where pino makes it, redacted and serialised: streams, transports and child loggers stay what they are.
 */
import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { reasonOf, sayOnce } from '../diagnostics.ts';
import type { LogGate } from './gate.ts';
import { contentOf, type LineSymbols, type PinoLogger } from './pino-line.ts';
import { severityOfPino } from './severity.ts';
import { watchUnseenPino } from './unseen-pino.ts';

type MakeLine = (this: PinoLogger, fields: unknown, message: unknown, level: number, time: string) => string;

interface PinoSymbols extends LineSymbols {
  readonly asJsonSym: symbol;
}

const versions = ['>=9 <11'];

/** Sends the lines of every pino logger. */
export class PinoLogs extends InstrumentationBase {
  readonly #gate: LogGate;
  /** Of the copy of pino that is being loaded: its loggers keep everything under symbols. */
  #symbols: PinoSymbols | undefined;
  readonly #patched = new WeakSet<object>();

  constructor(gate: LogGate) {
    super('@mordomo/otel/pino', '', {});
    this.#gate = gate;
    watchUnseenPino({
      isPatched: (prototype) => this.#patched.has(prototype),
      send: (logger, line, level, symbols) => this.#send(logger, line, level, symbols),
    });
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
    this.#patched.add(prototype);
  }

  #send(logger: PinoLogger, line: string, level: number, symbols: LineSymbols): void {
    try {
      const severityText = logger.levels.labels[level] ?? String(level);
      const severityNumber = severityOfPino(level, severityText);
      if (!this.#gate.admits(severityNumber)) return;
      this.logger.emit({ severityNumber, severityText, ...contentOf(logger, line, symbols) });
    } catch (error) {
      sayOnce(`A line of pino is not exported: ${reasonOf(error)}.`);
    }
  }
}
