/** Speaks to a house and finds the turn: what `start` and `demo` have in common. */
import {
  defaultCacheDir,
  openHouse,
  spoolDirOf,
  writeTargets,
  type Endpoints,
  type HeardTurn,
  type House,
  type HouseOptions,
} from '@mordomo/stack';
import { stages } from '@mordomo/semconv';
import { readTurnFromBackends, readTurnFromSpool, waitForTurn, type Expected, type Turn } from '@mordomo/turn';
import type { Lifetime } from './lifetime.ts';
import { progress } from './progress.ts';

/**
 * What there is to wait for at least: what the spools held, where they were read. Else every stage says that it is done; the turn, that it
 * began and ended.
 */
export function expectedOf({ outcome }: HeardTurn, spooled?: Turn): Expected {
  const isWhole = outcome === 'answered' || outcome === 'no_text';
  return {
    // The turn, seven stages and the brain's first sentence; or the turn and the wake word.
    minSpans: Math.max(isWhole ? 9 : 2, spooled?.spans.length ?? 0),
    minLines: Math.max(isWhole ? 9 : 3, spooled?.logs.length ?? 0),
    stages: outcome === 'answered' ? stages : [],
  };
}
const spoolTimeoutMs = 10_000;
/** Two metric pushes, a flush of the collector, and room for a slow board. */
const backendsTimeoutMs = 45_000;

/** Starts the house for as long as the command lives. */
export async function startHouse(options: Omit<HouseOptions, 'cacheDir'>, { own, signal }: Lifetime): Promise<House> {
  const house = await own(openHouse({ ...options, cacheDir: defaultCacheDir() }, progress, signal));
  await writeTargets(
    options.dataDir,
    house.services.map(({ name, instance, metrics }) => ({ job: name, instance, address: metrics })),
  );
  return house;
}

/** The turn as the services' spools tell it. */
export const findInSpool = (dataDir: string, heard: HeardTurn): Promise<Turn> =>
  waitForTurn(() => readTurnFromSpool(spoolDirOf(dataDir), heard.traceId), {
    timeoutMs: spoolTimeoutMs,
    ...expectedOf(heard),
  });

/** The turn as Jaeger, Loki and Prometheus tell it. */
export const findInBackends = (endpoints: Endpoints, heard: HeardTurn, expected: Expected): Promise<Turn> =>
  waitForTurn(() => readTurnFromBackends(endpoints, heard.traceId), {
    timeoutMs: backendsTimeoutMs,
    ...expected,
  });
