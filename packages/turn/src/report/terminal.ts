/** The turn report for people: what happened, where the time went, what was logged, where it was found. */
import { costText } from '../cost.ts';
import { totalMs } from '../intervals.ts';
import type { Turn } from '../model.ts';
import { latencyOf } from './latency.ts';
import { logLines } from './log-lines.ts';
import { hopAnswers, notices } from './notices.ts';
import { painter, showsColor, type Paint } from './paint.ts';
import { count, duration, sinceText } from '../wording.ts';
import { cut, left, printable, wrap } from './text.ts';
import { waterfall } from './waterfall.ts';

export interface RenderOptions {
  /** What was said to the house, if the caller knows. Telemetry does not hold it. */
  readonly said?: string;
  /** Whether exactly that was understood. */
  readonly transcriptMatched?: boolean;
  /** Default: whether standard output shows colours. */
  readonly color?: boolean;
  /** Widest line. Default: the terminal's width, at most 100; never less than 80. */
  readonly columns?: number;
}

/** The report as text of several lines, without a line break at its end. */
export function renderTurn(turn: Turn, options: RenderOptions = {}): string {
  const columns = Math.max(80, options.columns ?? Math.min(100, process.stdout.columns ?? 100));
  const paint = painter(options.color ?? showsColor(process.stdout));
  const sections = [
    header(turn, options, columns, paint),
    turn.spans.length === 0 ? [] : waterfall(turn, columns, paint),
    notices(turn).flatMap((notice) => marked(paint('yellow', '!'), printable(notice), columns)),
    logLines(turn, columns, paint),
    hopSection(turn, columns, paint),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => line.trimEnd()).join('\n'))
    .join('\n\n');
}

function header(turn: Turn, { said, transcriptMatched }: RenderOptions, columns: number, paint: Paint): string[] {
  const isVoice = turn.stages.length > 0;
  const facts: [string, string][] = [[isVoice ? 'voice turn' : 'trace', turn.traceId]];
  if (said !== undefined) facts.push(['said', `“${printable(said)}”${understood(transcriptMatched)}`]);
  if (turn.spans.length > 0) facts.push([isVoice ? 'outcome' : 'took', summary(turn)]);
  const cost = costText(turn);
  if (cost !== undefined) facts.push(['cost', cost]);
  return facts.map(([name, value], index) => {
    const text = cut(value, columns - 12);
    return paint('dim', left(name, 12)) + (index === 0 ? paint('bold', text) : text);
  });
}

function summary(turn: Turn): string {
  const { outcome = 'unknown', durationMs, services, stages } = turn;
  const latency = latencyOf(turn);
  const speech = latency === undefined ? '' : ` ${duration(totalMs([latency]))} ${sinceText[latency.since]}`;
  const whole = `${duration(durationMs)} in ${count(services.length, 'service')}`;
  return stages.length > 0 ? `${printable(outcome)}${speech} · ${whole}` : whole;
}

function understood(transcriptMatched: boolean | undefined): string {
  if (transcriptMatched === undefined) return '';
  return transcriptMatched ? ' · understood word for word' : ' · understood differently';
}

function hopSection(turn: Turn, columns: number, paint: Paint): string[] {
  const answers = hopAnswers(turn);
  if (answers.length === 0) return [];
  const lines = answers.flatMap(({ name, answer, isFound }) =>
    isFound
      ? marked(paint('green', '✓'), `${left(name, 12)}${answer}`, columns)
      : marked(paint('red', '✗'), printable(answer), columns),
  );
  return [paint('dim', 'found in'), ...lines];
}

/** A mark, and a text beside it that may take several lines. */
function marked(mark: string, text: string, columns: number): string[] {
  return wrap(text, columns - 2).map((line, index) => `${index === 0 ? mark : ' '} ${line}`);
}
