/**
 * Winston's lines as log records. The stock instrumentation puts the ids of the active span into the line; the transport
 * that it would send records with speaks an API that this SDK no longer listens to, so every logger gets this one.
 */
import { Writable } from 'node:stream';
import { context, SeverityNumber, type Context, type Logger } from '@opentelemetry/api';
import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';

/** What winston hands to its transports: the line, with what it needs itself under symbols. */
interface Info {
  readonly [field: string | symbol]: unknown;
  readonly level: string;
  readonly message: unknown;
}

interface WinstonLogger {
  readonly level: string;
  readonly levels: Readonly<Record<string, number>>;
  configure: (this: WinstonLogger, options: unknown) => void;
  add(transport: Writable): unknown;
}

const versions = ['>=3 <4'];
/** The level before a format coloured it. */
const plainLevel = Symbol.for('level');
/** Where the stock instrumentation leaves the context in which the line was written. */
const writtenIn = Symbol.for('opentelemetry.js.contrib.winston.context');
/** Fields that a log record has places of its own for. */
const ownPlace = new Set(['level', 'message', 'trace_id', 'span_id', 'trace_flags']);

/** Names of winston's three sets of levels: npm, cli and syslog. */
const severities: Readonly<Record<string, SeverityNumber>> = {
  emerg: SeverityNumber.FATAL3,
  alert: SeverityNumber.FATAL2,
  crit: SeverityNumber.FATAL,
  error: SeverityNumber.ERROR,
  warning: SeverityNumber.WARN,
  warn: SeverityNumber.WARN,
  notice: SeverityNumber.INFO2,
  help: SeverityNumber.INFO,
  data: SeverityNumber.INFO,
  info: SeverityNumber.INFO,
  http: SeverityNumber.DEBUG3,
  verbose: SeverityNumber.DEBUG2,
  prompt: SeverityNumber.DEBUG,
  debug: SeverityNumber.DEBUG,
  input: SeverityNumber.TRACE,
  silly: SeverityNumber.TRACE,
};

/** Gives every winston logger a transport that emits log records. */
export class WinstonLogs extends InstrumentationBase {
  constructor() {
    super('@mordomo/otel/winston', '', {});
  }

  protected override init(): InstrumentationNodeModuleDefinition {
    const file = new InstrumentationNodeModuleFile(
      'winston/lib/winston/logger.js',
      versions,
      (exports: { prototype: WinstonLogger }) => this.#sendFrom(exports),
      () => {},
    );
    return new InstrumentationNodeModuleDefinition('winston', versions, undefined, undefined, [file]);
  }

  /** Setting a logger up removes its transports, and its constructor sets it up. */
  #sendFrom(exports: { prototype: WinstonLogger }): { prototype: WinstonLogger } {
    const emit = (info: Info): void => emitRecord(this.logger, info);
    const { configure } = exports.prototype;
    exports.prototype.configure = function configureAndSend(options) {
      configure.call(this, options);
      this.add(new RecordTransport(this, emit));
    };
    return exports;
  }
}

/** A transport of winston: a stream of lines, of which it takes those of the logger's level. */
class RecordTransport extends Writable {
  readonly #logger: WinstonLogger;
  readonly #emit: (info: Info) => void;

  constructor(logger: WinstonLogger, emit: (info: Info) => void) {
    super({ objectMode: true });
    this.#logger = logger;
    this.#emit = emit;
  }

  log(info: Info, done: () => void): void {
    this.#emit(info);
    done();
  }

  override _write(info: Info, _encoding: string, done: () => void): void {
    const { level, levels } = this.#logger;
    const most = levels[level] ?? Infinity;
    if ((levels[levelOf(info)] ?? Infinity) <= most) this.log(info, done);
    else done();
  }
}

function emitRecord(logger: Logger, info: Info): void {
  const { message } = info;
  const fields = Object.entries(info).filter(([field]) => !ownPlace.has(field));
  logger.emit({
    severityNumber: severities[levelOf(info)] ?? SeverityNumber.UNSPECIFIED,
    severityText: levelOf(info),
    body: typeof message === 'string' ? message : String(message),
    attributes: Object.fromEntries(fields),
    context: (info[writtenIn] as Context | undefined) ?? context.active(),
  });
}

const levelOf = (info: Info): string => (info[plainLevel] as string | undefined) ?? info.level;
