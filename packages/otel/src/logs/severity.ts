/** The severity of a level, by its name first: the numbers of levels differ between loggers, their names hardly do. */
import { SeverityNumber } from '@opentelemetry/api';

/** As the log data model of OpenTelemetry maps them; winston's npm and cli levels lie between their neighbours. */
const severities: ReadonlyMap<string, SeverityNumber> = new Map([
  ['silly', SeverityNumber.TRACE],
  ['trace', SeverityNumber.TRACE],
  ['input', SeverityNumber.TRACE2],
  ['prompt', SeverityNumber.TRACE4],
  ['debug', SeverityNumber.DEBUG],
  ['verbose', SeverityNumber.DEBUG2],
  ['http', SeverityNumber.DEBUG3],
  ['dir', SeverityNumber.INFO],
  ['info', SeverityNumber.INFO],
  ['log', SeverityNumber.INFO],
  ['data', SeverityNumber.INFO2],
  ['notice', SeverityNumber.INFO2],
  ['help', SeverityNumber.INFO3],
  ['warn', SeverityNumber.WARN],
  ['warning', SeverityNumber.WARN],
  ['error', SeverityNumber.ERROR],
  ['crit', SeverityNumber.ERROR2],
  ['critical', SeverityNumber.ERROR2],
  ['alert', SeverityNumber.ERROR3],
  ['emerg', SeverityNumber.FATAL],
  ['emergency', SeverityNumber.FATAL],
  ['fatal', SeverityNumber.FATAL],
]);

/** The severity of a level that is known by name; upper case is as good. */
export const severityOfName = (name: string): SeverityNumber | undefined =>
  severities.get(name) ?? severities.get(name.toLowerCase());

/** The severity of a pino level: by name, else by where its number lies between 10 (trace) and 60 (fatal). */
export function severityOfPino(level: number, name: string | undefined): SeverityNumber {
  const known = name === undefined ? undefined : severityOfName(name);
  if (known !== undefined) return known;
  const steps = Math.floor(((level - 10) / 10) * 4);
  return Math.min(SeverityNumber.FATAL4, Math.max(SeverityNumber.TRACE, SeverityNumber.TRACE + steps));
}
