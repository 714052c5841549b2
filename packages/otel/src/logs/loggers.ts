/** The loggers whose lines become log records. */
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { sendConsole } from './console.ts';
import type { LogGate } from './gate.ts';
import { PinoLogs } from './pino.ts';
import { WinstonLogs } from './winston.ts';

/** Watches pino and winston once they are loaded, and `console` at once if that is asked for. */
export function watchLoggers(gate: LogGate, withConsole: boolean): Instrumentation[] {
  if (withConsole) sendConsole(gate);
  return [new PinoLogs(gate), new WinstonLogs(gate)];
}
