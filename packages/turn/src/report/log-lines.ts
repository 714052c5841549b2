import type { LogLine, Turn } from '../model.ts';
import { knownFacts } from './log-facts.ts';
import { serviceColor, type Paint } from './paint.ts';
import { count, duration } from '../wording.ts';
import { columnsOf, cut, left, printable, right } from './text.ts';

/** More would push the waterfall off the screen; Loki has the rest. */
const maxLines = 30;

/** Columns before the text of a line. */
const textColumn = 36;

/** Fewer columns would not show a fact, only that there is one. */
const smallestFact = 10;

/** The log lines of the turn: time in the turn, service, level, text, and the attributes that the registry knows. */
export function logLines(turn: Turn, columns: number, paint: Paint): string[] {
  const { logs } = turn;
  if (logs.length === 0) return [];
  const lines = logs.slice(0, maxLines).map((line) => logLine(line, turn, columns, paint));
  const more = logs.length > maxLines ? [paint('dim', `… and ${count(logs.length - maxLines, 'line')} more`)] : [];
  return [paint('dim', count(logs.length, 'log line')), ...lines, ...more];
}

function logLine(line: LogLine, turn: Turn, columns: number, paint: Paint): string {
  const time = right(duration(Number(line.timeNs - turn.startNs) / 1e6), 9);
  const service = paint(serviceColor(turn.services, line.service), left(printable(line.service), 17));
  const levelColor = /^(error|fatal)/.test(line.level) ? 'red' : line.level === 'warn' ? 'yellow' : 'dim';
  const level = paint(levelColor, left(printable(line.level), 6));
  const body = cut(printable(line.body), columns - textColumn);
  const room = columns - textColumn - columnsOf(body) - 2;
  const facts = room < smallestFact ? '' : paint('dim', cut(printable(knownFacts(line)), room));
  return `${time}  ${service} ${level} ${body}  ${facts}`;
}
