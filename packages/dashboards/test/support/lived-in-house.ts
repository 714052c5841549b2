/** A stack and a house in which people have just spoken: all went well, and then several things went wrong. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { postgresStandIn, qdrantStandIn } from '../../../../test/support/server-stand-ins.ts';
import { defaultCacheDir, openHouse, writeTargets, type Endpoints, type House } from '@mordomo/stack';
import { play } from '../../../cli/src/scenarios/play.ts';
import type { Scenario } from '../../../cli/src/scenarios/scenario.ts';
import { scenarios } from '../../../cli/src/scenarios/table.ts';
import { containerStandIn } from './container-stand-in.ts';
import { startTestStack } from '../../../stack/test/support/stack.ts';
import { temporaryFolder } from '../../../../test/support/mordomo.ts';

/** The model answers nothing at all: an error in the log, a failed turn. */
const brainFails: Scenario = {
  brief: 'the cloud model refuses every attempt',
  faults: { refusals: 20 },
  people: [[{ say: 'tell me a story about the moon' }]],
  turns: [],
  metrics: [],
};

/** The reply comes too late: the budget that most alerts of the voice are about. */
const brainDawdles: Scenario = {
  brief: 'the brain takes its time',
  faults: { delays: { brain: 1800 } },
  people: [[{ say: 'turn on the kitchen lights' }]],
  turns: [],
  metrics: [],
};

const lived: readonly Scenario[] = [
  scenarios.local,
  scenarios['cache-hit'],
  scenarios['no-speech'],
  scenarios['unknown-speaker'],
  scenarios['barge-in'],
  scenarios['rate-limited'],
  scenarios['slow-stt'],
  scenarios['stalled-brain'],
  scenarios.feedback,
  brainDawdles,
  brainFails,
];

export interface LivedInHouse extends AsyncDisposable {
  readonly endpoints: Endpoints;
  readonly house: House;
  /** Trace of a turn that was answered. */
  readonly traceId: string;
  readonly turns: number;
  /** Seconds since the epoch. */
  readonly since: number;
}

/** Takes about a minute and a half: speech takes its time. */
export async function livedInHouse(onProgress: (text: string) => void = () => {}): Promise<LivedInHouse> {
  const since = Date.now() / 1000;
  await using started = new AsyncDisposableStack();
  const folder = await temporaryFolder();
  started.defer(folder.remove);
  const [postgres, qdrant] = await Promise.all([postgresStandIn(), qdrantStandIn(4711)]);
  started.defer(() => [postgres, qdrant].forEach(({ stop }) => stop()));
  const servers = { postgres: postgres.address, qdrant: qdrant.address };
  await writeFile(join(folder.path, 'servers.json'), JSON.stringify(servers));
  const { endpoints, dataDir, portOffset, dispose } = await startTestStack({ dataDir: folder.path });
  started.defer(dispose);
  await containerStandIn(endpoints);
  const options = { dataDir, portOffset, cacheDir: defaultCacheDir(), engine: 'scripted', delays: '' } as const;
  const house = await openHouse({ ...options, spoolMode: 'forward' }, onProgress);
  started.defer(() => house.stop());
  const targets = house.services.map(({ name, instance, metrics }) => ({ job: name, instance, address: metrics }));
  await writeTargets(dataDir, targets);
  let [traceId, turns] = ['', 0];
  for (const scenario of lived) {
    onProgress(scenario.brief);
    const heard = await play(house, scenario);
    traceId ||= heard[0]?.traceId ?? '';
    turns += heard.length;
  }
  const running = started.move();
  return { endpoints, house, traceId, turns, since, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
