/** Nobody is told anything while all is well: 30 minutes of a household's life with the real rules, in real time. */
import { writeFile } from 'node:fs/promises';
import { upStack, type HeardTurn } from '@mordomo/stack';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { alertGroups } from '../../packages/dashboards/src/rules/table.ts';
import { prometheusQuery } from '../support/backends.ts';
import { temporaryFolder } from '../support/mordomo.ts';
import { freePortOffset } from '../support/ports.ts';
import { openDemoHouse } from './demo-house.ts';
import { live } from './household.ts';
import { watchMachine } from './machine.ts';
import { quietPage } from './quiet-page.ts';
import { watchAlerts, type Episode, type ShownAlert } from './watch.ts';

const minutes = 30;
const everyMs = 5_000;
/** How long each is silent after a reply: all together they ask about six times a minute. */
const pauseMs = 25_000;

const started = new AsyncDisposableStack();
afterAll(() => started.disposeAsync());

let episodes: readonly Episode[] = [];
let turns: readonly HeardTurn[] = [];

beforeAll(async () => {
  const data = await temporaryFolder();
  started.defer(data.remove);
  const portOffset = await freePortOffset();
  const { endpoints, stop } = await upStack({ dataDir: data.path, portOffset, way: 'native', onProgress: console.log });
  started.defer(stop);
  const house = await openDemoHouse(data.path, portOffset, 'speech');
  started.defer(() => house.stop());
  const machine = await watchMachine();
  const from = new Date();
  const end = AbortSignal.timeout(minutes * 60_000);
  const failed = new AbortController(); // a house that cannot be spoken to ends the watching as well
  const either = AbortSignal.any([end, failed.signal]);
  [turns, episodes] = await Promise.all([
    live(house, either, pauseMs).catch((error: unknown) => {
      failed.abort(error);
      throw error;
    }),
    watchAlerts(endpoints, everyMs, either, tell),
  ]);
  const evaluations = await prometheusQuery(endpoints, 'sum(prometheus_rule_evaluations_total)');
  const seen = {
    minutes,
    from,
    turns,
    episodes,
    machine: await machine(),
    evaluations: evaluations[0]?.value[1] ?? '0',
  };
  await writeFile('docs/alerts-quiet.md', quietPage(alertGroups, seen));
}, 2_700_000);

let said = '';
/** Says what changed. */
function tell(alerts: readonly ShownAlert[]): void {
  const now = alerts
    .map(({ labels, state }) => `${labels['alertname']} ${labels['container'] ?? ''} ${state}`)
    .toSorted()
    .join(', ');
  if (now !== said) console.log(new Date().toISOString(), now);
  said = now;
}

test('people spoke all the time, and the house answered', () => {
  expect(turns.length).toBeGreaterThan(3 * minutes);
  expect(new Set(turns.map(({ device }) => device)).size).toBe(3);
});

test('nothing fires but the watchdog', () => {
  const fired = episodes.filter(({ state }) => state === 'firing').map(({ labels }) => labels['alertname']);
  expect([...new Set(fired)]).toEqual(['Watchdog']);
});
