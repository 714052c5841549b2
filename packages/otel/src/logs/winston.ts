/**
 * winston's lines as log records. The stock instrumentation puts the ids of the active span into the line; the transport
 * that it would send records with speaks an API that this SDK no longer listens to. Here each line is taken where winston
 * hands it to its transports, in its final form: that survives `clear()`, and no transport is added to the service's own.
 */
import { context, SeverityNumber, type Attributes, type Context } from '@opentelemetry/api';
import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { reasonOf, sayOnce } from '../diagnostics.ts';
import { exceptionAttributes } from '../exception.ts';
import type { LogGate } from './gate.ts';
import { plainValue } from './plain-value.ts';
import { severityOfName } from './severity.ts';

/** What winston hands to its transports: the line, with what it needs itself under symbols. */
interface Info {
  readonly [field: string | symbol]: unknown;
  readonly level: string;
  readonly message: unknown;
}

interface WinstonLogger {
  readonly isLevelEnabled?: (level: string) => boolean;
  push: (this: WinstonLogger, info: unknown, ...rest: readonly unknown[]) => boolean;
}

const versions = ['>=3 <4'];
/** The level before a format coloured it. */
const plainLevel = Symbol.for('level');
/** What followed the message in the call. */
const furtherArguments = Symbol.for('splat');
/** Where the stock instrumentation leaves the context in which the line was written. */
const writtenIn = Symbol.for('opentelemetry.js.contrib.winston.context');
/** Fields that a log record has places of its own for. */
const ownPlace = new Set(['level', 'message', 'stack', 'trace_id', 'span_id', 'trace_flags']);

/** Sends the lines of every winston logger that one of its transports would take. */
export class WinstonLogs extends InstrumentationBase {
  readonly #gate: LogGate;

  constructor(gate: LogGate) {
    super('@mordomo/otel/winston', '', {});
    this.#gate = gate;
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

  #sendFrom(exports: { prototype: WinstonLogger }): { prototype: WinstonLogger } {
    const send = (logger: WinstonLogger, info: unknown): void => this.#send(logger, info);
    const { push } = exports.prototype;
    exports.prototype.push = function pushAndSend(info, ...rest) {
      send(this, info);
      return push.call(this, info, ...rest);
    };
    return exports;
  }

  #send(logger: WinstonLogger, line: unknown): void {
    // A format that drops a line hands on `false`, the end of the logger is `null`.
    if (typeof line !== 'object' || line === null) return;
    try {
      const info = line as Info;
      const level = (info[plainLevel] as string | undefined) ?? info.level;
      if (logger.isLevelEnabled?.(level) === false) return;
      const severityNumber = severityOfName(level) ?? SeverityNumber.UNSPECIFIED;
      if (!this.#gate.admits(severityNumber)) return;
      this.logger.emit({
        severityNumber,
        severityText: level,
        body: plainValue(info.message),
        attributes: attributesOf(info),
        context: (info[writtenIn] as Context | undefined) ?? context.active(),
      });
    } catch (error) {
      sayOnce(`A line of winston is not exported: ${reasonOf(error)}.`);
    }
  }
}

function attributesOf(info: Info): Attributes {
  const fields = Object.entries(info).filter(([field]) => !ownPlace.has(field));
  const attributes = Object.fromEntries(fields.map(([field, value]) => [field, plainValue(value)]));
  return { ...attributes, ...exceptionOf(info) };
}

/** The error of a line: the line itself, the first argument after the message, or the first field that is one. */
function exceptionOf(info: Info): Attributes {
  const further = info[furtherArguments];
  const candidates = [info, ...(Array.isArray(further) ? (further as unknown[]) : []), ...Object.values(info)];
  const error = candidates.find((candidate) => candidate instanceof Error);
  if (error !== undefined) return { ...exceptionAttributes(error) };
  // The format `errors` leaves nothing of an error but its texts.
  if (typeof info['stack'] !== 'string') return {};
  const [, type] = /^([\w$.]+)(?::|\n|$)/.exec(info['stack']) ?? [];
  return {
    'exception.type': type,
    'exception.message': plainValue(info.message),
    'exception.stacktrace': info['stack'],
  };
}
