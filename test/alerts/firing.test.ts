/**
 * Every alert fires on its fault, and is gone when that is mended: the real stack with shorter times, the demo house, and services that
 * fall ill. Takes twelve minutes.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { House } from '@mordomo/stack';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { alertGroups } from '../../packages/dashboards/src/rules/table.ts';
import { temporaryFolder } from '../support/mordomo.ts';
import { freePortOffset } from '../support/ports.ts';
import { upCompressed } from './compressed.ts';
import { openDemoHouse } from './demo-house.ts';
import { boundSeconds, seedAndMend, type Fault, type Measured } from './fault.ts';
import * as inHouse from './faults/house.ts';
import * as ofMachine from './faults/machine.ts';
import * as inPipeline from './faults/pipeline.ts';
import * as ofService from './faults/service.ts';
import * as ofWatchers from './faults/watchers.ts';
import { firingPage } from './firing-page.ts';
import { live } from './household.ts';
import { watchMachine } from './machine.ts';
import { watchAlerts, type ShownAlert } from './watch.ts';

const cleanUp = new AsyncDisposableStack();
afterAll(() => cleanUp.disposeAsync());

let now: readonly ShownAlert[] = [];
const measured: Measured[] = [];

beforeAll(async () => {
  const machine = await watchMachine();
  const slack = await ofWatchers.startBrokenSlack();
  cleanUp.defer(slack.stop);
  const data = await temporaryFolder();
  cleanUp.defer(data.remove);
  await mkdir(join(data.path, 'secrets'));
  await writeFile(join(data.path, 'secrets', 'slack-webhook-url'), slack.url);
  const portOffset = await freePortOffset();
  const stack = await upCompressed(data.path, portOffset);
  cleanUp.defer(stack.stop);
  const stopWatching = new AbortController();
  const watching = watchAlerts(stack.endpoints, 500, stopWatching.signal, (alerts) => (now = alerts));
  cleanUp.defer(async () => {
    stopWatching.abort();
    await watching;
  });
  let house: House | undefined;
  const open = async (): Promise<House> => {
    house = await openDemoHouse(data.path, portOffset, 'scripted');
    return house;
  };
  cleanUp.defer(() => house?.stop());
  const first = await open();
  await live(first, AbortSignal.timeout(30_000), 0); // all is well for a while: exemplars come, turns are answered
  await seedAll(first, { dataDir: data.path, stack }, slack, open);
  await writeFile('docs/alerts-fired.md', firingPage(alertGroups, measured, await machine()));
}, 3_600_000);

/** One after the other what would disturb each other, all else at the same time. */
async function seedAll(
  house: House,
  to: Omit<ofService.Surroundings, 'cleanUp'>,
  slack: Awaited<ReturnType<typeof ofWatchers.startBrokenSlack>>,
  open: () => Promise<House>,
): Promise<void> {
  await using services = new AsyncDisposableStack();
  const surroundings = { ...to, cleanUp: services };
  const resolving: Promise<unknown>[] = [];
  const inTurn = async (...faults: readonly Fault[]) => {
    for (const fault of faults) {
      const one = await seedAndMend(fault, () => now);
      resolving.push(one.measured.then((rows) => measured.push(...rows)));
    }
  };
  const each = (of: (to: ofService.Surroundings) => Fault) => inTurn(of(surroundings));
  await Promise.all([
    inTurn(inHouse.slowStages(house), inHouse.brainDown(house)),
    inTurn(ofWatchers.messengerDown(slack), ofWatchers.noAlertmanager(surroundings)),
    inTurn(inPipeline.burst(surroundings), inPipeline.lokiDown(surroundings), inPipeline.labelFlood(surroundings)),
    each(ofService.errors),
    each(ofService.slowness),
    each(ofService.leak),
    each(ofService.logStorm),
    each(ofService.wrongAddress),
    each(ofMachine.fullDisk),
    each(ofMachine.busyMachine),
    each(ofWatchers.ruleByHand),
    each(ofWatchers.noExemplars),
  ]);
  await each(ofService.busyLoop); // needs a core for itself
  await inTurn(inHouse.natsDown(to.dataDir));
  await Promise.all(resolving);
  await services.disposeAsync(); // their machine is down when none of its services answers
  await inTurn(inHouse.hostDown(house, hostname(), open));
  await Promise.all(resolving);
}

const always = 'Watchdog';
const alerts = alertGroups.flatMap((group) => group.alerts.map((alert) => ({ alert, name: alert.name })));

test.each(alerts.filter(({ name }) => name !== always))('$name fires in time and is gone afterwards', ({ alert }) => {
  const found = measured.find(({ alert: { name } }) => name === alert.name);
  expect(found?.firedAfter).toBeLessThanOrEqual(boundSeconds(alert));
  expect(found?.resolvedAfter).toBeDefined();
});

test.each(alerts.filter(({ name }) => name !== always))(
  '$name has the labels and texts that its test says',
  ({ alert }) => {
    const found = measured.find(({ alert: { name } }) => name === alert.name)?.firing;
    const { alertname: _, ...labels } = found?.labels ?? {};
    const own = new Set(['severity', 'notify', 'owner']);
    expect(
      Object.keys(labels)
        .filter((key) => !own.has(key))
        .toSorted(),
    ).toEqual(Object.keys(alert.tests.fires.labels).toSorted());
    expect(JSON.stringify(found?.annotations)).not.toMatch(/no value|error expanding/);
  },
);

test(`${always} is there all the time`, () => {
  expect(now.map(({ labels }) => labels['alertname'])).toContain(always);
});
