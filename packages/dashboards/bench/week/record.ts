/** Takes the recordings that the week is made of. */
import type { HeardTurn } from '@mordomo/stack';
import { setTimeout as sleep } from 'node:timers/promises';
import { boards } from '../../src/boards/index.ts';
import { askedBy, variableQueriesOf } from '../../test/support/asked.ts';
import { filledIn, type View } from '../../test/support/grafana.ts';
import { livedInHouse, type LivedInHouse } from '../../test/support/lived-in-house.ts';
import { namesIn } from '../../test/support/names.ts';
import { loadedRules } from '../../test/support/rules.ts';
import { alertGroups } from '../../src/rules/table.ts';
import { recordingGroups } from '../../src/rules/recording.ts';
import { stepSeconds, type PieceName } from './plan.ts';
import { recorded, type Recording } from './recording.ts';

const pieceSeconds = 120;
/** Until everything that happened is in the backends. */
const arrivalSeconds = 20;
const sentences = ['turn on the kitchen lights', 'stop the music', 'tell me a joke', 'what time is it'];
const pauseMs = 6000;

const nextStep = (): number => Math.ceil(Date.now() / 1000 / stepSeconds) * stepSeconds;

/** Takes about seven minutes. */
export async function recordPieces(say: (text: string) => void): Promise<Readonly<Record<PieceName, Recording>>> {
  const begin = nextStep();
  await using lived = await livedInHouse(say);
  await sleep(arrivalSeconds * 1000);
  const trouble = { start: begin, end: nextStep(), turns: lived.turns };
  await lived.house.setFaults({});
  say('people talk');
  const talk = await piece(() => talking(lived));
  say('nobody is at home');
  const quiet = await piece(() => Promise.resolve(0));
  await sleep(arrivalSeconds * 1000);
  const metrics = await metricsAsked(lived);
  const take = (span: Parameters<typeof recorded>[2]) => recorded(lived.endpoints, metrics, span);
  return { trouble: await take(trouble), talk: await take(talk), quiet: await take(quiet) };
}

async function piece(
  happen: () => Promise<number>,
): Promise<{ readonly start: number; readonly end: number; readonly turns: number }> {
  const start = nextStep();
  await sleep(start * 1000 - Date.now());
  const turns = await happen();
  const end = Math.max(start + pieceSeconds, nextStep());
  await sleep(end * 1000 - Date.now());
  return { start, end, turns };
}

/** Says one sentence after the other. @returns how many turns that were */
async function talking({ house }: LivedInHouse): Promise<number> {
  const turns: HeardTurn[] = [];
  const end = Date.now() + (pieceSeconds - arrivalSeconds) * 1000;
  while (Date.now() < end) {
    turns.push(await house.speak({ say: sentences[turns.length % sentences.length] ?? '' }));
    await sleep(pauseMs);
  }
  return turns.length;
}

/** The metrics that boards and rules read. */
async function metricsAsked({ endpoints }: LivedInHouse): Promise<string[]> {
  const view: View = { endpoints, from: 0, to: 3600, stepSeconds, variables: {} };
  const queries = boards().flatMap((board) => [
    ...askedBy(board).flatMap(({ target: { datasource, expr = '' } }) =>
      datasource.type === 'prometheus' ? expr : [],
    ),
    ...Object.values(variableQueriesOf(board)).flatMap((query) => /^label_values\((.+), \w+\)$/.exec(query)?.[1] ?? []),
  ]);
  for (const { name } of [...recordingGroups, ...alertGroups])
    queries.push(...(await loadedRules(endpoints, name)).map(({ query }) => query));
  const metrics = new Set<string>();
  for (const query of queries)
    for (const metric of (await namesIn(endpoints, filledIn(query, view))).metrics) metrics.add(metric);
  return [...metrics];
}
