/** Plays a scenario, finds its turns in the backends, and compares both with what it expects. */
import { attributes as keys, type Stage } from '@mordomo/semconv';
import type { Endpoints, HeardTurn, House } from '@mordomo/stack';
import { readTurnFromBackends, TurnNotFoundError, type Turn } from '@mordomo/turn';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../user-error.ts';
import { checkChange, checkTurn, checkUnattributed, type Check } from './check.ts';
import { scrape } from './metric-pages.ts';
import { play } from './play.ts';
import type { ExpectedTurn, Scenario } from './scenario.ts';

interface Played {
  readonly heard: HeardTurn;
  readonly turn: Turn;
  readonly checks: readonly Check[];
}

export interface ScenarioResult {
  readonly turns: readonly Played[];
  /** Of all turns together, and of the metrics. */
  readonly checks: readonly Check[];
}

/** Spans and lines are pushed every second; a slow board needs more. */
const arrivalMs = 45_000;
/** A service may still be counting when the turn is over already. */
const countingMs = 15_000;

/** @throws StackError, UserError with one sentence */
export async function runScenario(scenario: Scenario, house: House, endpoints: Endpoints): Promise<ScenarioResult> {
  const before = await scrape(house);
  const heard = await play(house, scenario);
  const turns: Played[] = [];
  const awaited = [...scenario.turns];
  for (const each of heard) {
    const index = scenario.isRace ? awaited.findIndex(({ outcome }) => outcome === each.outcome) : 0;
    const [expected] = awaited.splice(Math.max(index, 0), 1);
    if (expected === undefined) throw new UserError(`The scenario had more than its ${scenario.turns.length} turns.`);
    const turn = await arrived(each, expected, endpoints);
    turns.push({ heard: each, turn, checks: checkTurn(expected, each, turn) });
  }
  const compare = async () => {
    const after = await scrape(house);
    return scenario.metrics.map((change) => checkChange(change, before, after));
  };
  const gaps = checkUnattributed(
    turns.map(({ turn }) => turn),
    scenario.unattributedSeconds,
  );
  return { turns, checks: [...gaps, ...(await until(compare, (checks) => checks.every(hold), countingMs))] };
}

/** Whether it holds. */
export const hold = ({ instead }: Check): boolean => instead === undefined;

/** The turn as the backends tell it, as soon as they have all that is expected of it. */
async function arrived({ traceId }: HeardTurn, { stages }: ExpectedTurn, endpoints: Endpoints): Promise<Turn> {
  const read = () =>
    readTurnFromBackends(endpoints, traceId).catch((error: unknown) => {
      if (error instanceof TurnNotFoundError) return undefined;
      throw error;
    });
  const isComplete = (turn: Turn | undefined) => {
    if (turn?.root === undefined || turn.orphans.length > 0) return false;
    const ran = new Set(turn.spans.map((span) => span.attributes[keys.stage.key] as Stage));
    return stages.every((stage) => ran.has(stage));
  };
  const turn = await until(read, isComplete, arrivalMs);
  if (turn !== undefined) return turn;
  throw new UserError(`Trace ${traceId} has not come to Jaeger within ${arrivalMs / 1000} s; see "mordomo status".`);
}

/** Looks again and again until what it sees is right or the time is over; gives what it saw last. */
async function until<Seen>(
  look: () => Promise<Seen>,
  isRight: (seen: Seen) => boolean,
  timeoutMs: number,
): Promise<Seen> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (isRight(seen) || performance.now() > deadline) return seen;
    await sleep(200);
  }
}
