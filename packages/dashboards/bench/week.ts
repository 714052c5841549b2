/**
 * `npm run bench -w packages/dashboards`: how fast the real Prometheus, Loki and Jaeger answer every query of every board from a
 * week of a household's data. Takes about a quarter of an hour and some gigabytes in the folder for temporary files.
 *
 * The week is pieced together from three recordings of a house that runs: much goes wrong, people talk, nobody is at home.
 */
import { withOffset, type RunningStack } from '@mordomo/stack';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { startTestStack } from '../../stack/test/support/stack.ts';
import { obtainPromtool } from '../test/support/promtool.ts';
import { writeBlocks } from './week/blocks.ts';
import { settledBlocks } from './week/settle.ts';
import { measured, type Measured } from './week/measure.ts';
import { plannedWeek, stepSeconds, weekSeconds } from './week/plan.ts';
import { recordPieces } from './week/record.ts';
import { details, isInTime, tableOf } from './week/report.ts';
import { sendLines, sendTraces } from './week/shifted.ts';

const say = (text: string) => process.stdout.write(`${text}\n`);
const turnsPerDay = 200;

const promtool = await obtainPromtool();
const recordings = await recordPieces(say);
const lengths = {
  trouble: recordings.trouble.seconds,
  talk: recordings.talk.seconds,
  quiet: recordings.quiet.seconds,
};
const end = Math.floor(Date.now() / 1000 / stepSeconds) * stepSeconds;
const week = plannedWeek(end, lengths, turnsPerDay / recordings.talk.turns);
const turns = week.reduce((sum, { piece }) => sum + recordings[piece].turns, 0);

const dataDir = mkdtempSync(join(tmpdir(), 'mordomo-week-'));
try {
  const folder = join(dataDir, 'prometheus');
  const scratch = join(dataDir, 'scratch');
  mkdirSync(folder);
  mkdirSync(scratch);
  say('writing the blocks of Prometheus');
  const { series, samples } = await writeBlocks({ promtool, folder, scratch }, week, recordings, end);
  await using stack = await running(dataDir);
  say('sending log lines and traces');
  const lines = await sendLines(stack.endpoints.loki, week, recordings);
  const { spans, traces, lastTraceId } = await sendTraces(stack.jaegerOtlp, week, recordings);
  const blocks = await settledBlocks(folder);
  say(
    `a week of ${weekSeconds / 3600} h: ${turns} turns; ${series} series with ${samples} samples in ${blocks} blocks; ${lines} log lines; ${spans} spans in ${traces} traces`,
  );
  const results: Measured[] = [];
  for (const [what, seconds] of [['an hour', 3600] as const, ['the week', 7 * 86_400] as const]) {
    const found = await measured(stack, end, seconds, lastTraceId);
    say(`\nThe boards show ${what}.\n\n${tableOf(found)}\n\n${details(found)}`);
    results.push(...found);
  }
  if (!isInTime(results)) process.exitCode = 1;
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}

interface Running extends Pick<RunningStack, 'endpoints' | 'parts'> {
  /** Where Jaeger takes traces. */
  readonly jaegerOtlp: string;
}

async function running(dir: string): Promise<AsyncDisposable & Running> {
  const { endpoints, parts, portOffset, dispose } = await startTestStack({ dataDir: dir });
  const jaegerOtlp = `http://127.0.0.1:${withOffset(portOffset).jaegerOtlp}`;
  return { endpoints, parts, jaegerOtlp, [Symbol.asyncDispose]: dispose };
}
