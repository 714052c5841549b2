/** Speaks to a house and finds the turn: what `start` and `demo` have in common. */
import {
  defaultCacheDir,
  openHouse,
  spoolDirOf,
  writeTargets,
  type Endpoints,
  type House,
  type HouseOptions,
} from '@mordomo/stack';
import { readTurnFromBackends, readTurnFromSpool, waitForTurn, type Turn } from '@mordomo/turn';
import type { Lifetime } from './lifetime.ts';
import { progress } from './progress.ts';

/** A turn that was answered has at least these: the turn, seven stages and the brain's first sentence. */
const minSpans = 9;
/** Every stage says at least that it is done; the turn, that it began and ended. */
const minLines = 9;
const spoolTimeoutMs = 10_000;
/** Two metric pushes, a flush of the collector, and room for a slow board. */
const backendsTimeoutMs = 45_000;

/** Starts the house for as long as the command lives. */
export async function startHouse(options: Omit<HouseOptions, 'cacheDir'>, { later }: Lifetime): Promise<House> {
  const house = await openHouse({ ...options, cacheDir: defaultCacheDir() }, progress);
  later(() => house.stop());
  await writeTargets(
    options.dataDir,
    house.services.map(({ name, instance, metrics }) => ({ job: name, instance, address: metrics })),
  );
  return house;
}

/** The turn as the services' spools tell it. */
export const findInSpool = (dataDir: string, traceId: string): Promise<Turn> =>
  waitForTurn(() => readTurnFromSpool(spoolDirOf(dataDir), traceId), { timeoutMs: spoolTimeoutMs, minSpans, minLines });

/** The turn as Jaeger, Loki and Prometheus tell it. */
export const findInBackends = (endpoints: Endpoints, traceId: string): Promise<Turn> =>
  waitForTurn(() => readTurnFromBackends(endpoints, traceId), { timeoutMs: backendsTimeoutMs, minSpans, minLines });
