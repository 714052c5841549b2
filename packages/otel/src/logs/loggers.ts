/** The loggers whose lines become log records. */
import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { Config } from '../config.ts';
import { instrumentationSwitch } from '../instrumentation-switch.ts';
import { sendConsole } from './console.ts';
import type { LogGate } from './gate.ts';
import { PinoLogs } from './pino.ts';
import { WinstonLogs } from './winston.ts';

/** Watches pino and winston once they are loaded, and `console` at once if that is asked for. */
export function watchLoggers(gate: LogGate, config: Config): Instrumentation[] {
  const isOn = instrumentationSwitch(config);
  if (config.logsConsole) sendConsole(gate);
  return [...(isOn('pino') ? [new PinoLogs(gate)] : []), ...(isOn('winston') ? [new WinstonLogs(gate)] : [])];
}
