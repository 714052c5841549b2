/** Parts of the stack are killed under a running house: nothing is lost, and the books balance. */
import { metrics, prometheusName } from '@mordomo/semconv';
import {
  defaultCacheDir,
  endpointsOf,
  holdPart,
  openHouse,
  releasePart,
  type Endpoints,
  type House,
  type PartName,
} from '@mordomo/stack';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prometheusQuery, prometheusSamples } from '../support/backends.ts';
import { ownSeries, readBooks, spooledItems, storedLines, storedSpans } from '../support/books.ts';
import { succeed, temporaryFolder } from '../support/mordomo.ts';
import { until } from '../support/poll.ts';
import { freePortOffset } from '../support/ports.ts';

/** The house pushes its metrics every 5 s. */
const pushIntervalSeconds = 5;

let data: Awaited<ReturnType<typeof temporaryFolder>>;
let endpoints: Endpoints;
let house: House;
const traceIds: string[] = [];
const outageTimes: { readonly part: PartName; readonly from: number; readonly to: number }[] = [];

beforeAll(async () => {
  data = await temporaryFolder();
  const offset = await freePortOffset();
  await succeed(['up', '--detach', '--data', data.path, '--port-offset', String(offset)]);
  const found = endpointsOf(data.path);
  if (found === undefined) throw new Error('the stack is up but has no endpoints');
  endpoints = found;
  const options = { dataDir: data.path, cacheDir: defaultCacheDir(), portOffset: offset, delays: '' };
  house = await openHouse({ ...options, engine: 'speech', spoolMode: 'forward' }, () => {});
});

afterAll(async () => {
  await house?.stop();
  await succeed(['down', '--data', data.path]);
  await data.remove();
});

/** Speaks again and again for so long. */
async function speakFor(seconds: number): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) traceIds.push((await house.speak({})).traceId);
}

/** Produced = stored, once nothing is under way any more. */
async function expectBalance(): Promise<void> {
  const { dropped } = await readBooks(house.services);
  expect(dropped).toBe(0);
  const balance = await until(
    'produced = stored',
    async () => {
      const { produced } = await readBooks(house.services);
      return {
        spans: { produced: produced['traces'], stored: await storedSpans(endpoints, traceIds) },
        lines: { produced: produced['logs'], stored: await storedLines(endpoints) },
      };
    },
    ({ spans, lines }) => spans.produced === spans.stored && lines.produced === lines.stored,
  );
  process.stdout.write(`${JSON.stringify(balance)}\n`);
}

const outages: readonly (readonly [part: PartName, seconds: number])[] = [
  ['collector', 60],
  ['jaeger', 30],
  ['loki', 30],
  ['prometheus', 30],
];

test.each(outages)(
  '%s killed for %i s: nothing is lost, and the spools are empty within 10 s of its return',
  async (part, seconds) => {
    await speakFor(1);
    const from = Date.now() / 1000;
    await holdPart(data.path, part);
    await speakFor(seconds);
    await releasePart(data.path, part);
    outageTimes.push({ part, from, to: Date.now() / 1000 });
    await until(
      'the spools are empty',
      () => spooledItems(data.path, ['traces', 'logs']),
      (items) => items === 0,
      10_000,
    );
    await expectBalance();
  },
);

test('afterwards every counter in Prometheus is what the services themselves count', async () => {
  for (const metric of [metrics.wakeWordDetections, metrics.eventsPublished, metrics.turns, metrics.llmRequests]) {
    const name = prometheusName(metric);
    const own = (await Promise.all(house.services.map((service) => ownSeries(service, name)))).flat();
    const sum = own.reduce((total, { value }) => total + value, 0);
    const stored = await until(
      `sum(${name}) = ${sum}`,
      () => prometheusQuery(endpoints, `sum(${name})`),
      ([sample]) => Number(sample?.value[1]) === sum,
    );
    expect(stored).toHaveLength(1);
  }
});

/** Where a series has no sample for more than two push intervals. Times are seconds since the epoch. */
function gapsIn(times: readonly number[]) {
  return times
    .map((time, index) => ({ until: time, seconds: time - (times[index - 1] ?? time) }))
    .filter(({ seconds }) => seconds > 2 * pushIntervalSeconds);
}

test('no series has a gap of more than two push intervals', async () => {
  const series = '{__name__=~"wake_word_detections_total|events_published_total|tts_generation_seconds_count"}[15m]';
  // The last batch of an outage may still wait for its turn in the collector's queue: its back-off is up to 7.5 s.
  const seen = await until(
    `every sample is there, although parts were away: ${JSON.stringify(outageTimes)}`,
    async () =>
      (await prometheusSamples(endpoints, series)).map((times) => ({ samples: times.length, gaps: gapsIn(times) })),
    (all) => all.every(({ gaps }) => gaps.length === 0),
    10_000,
  );
  expect(Math.max(...seen.map(({ samples }) => samples))).toBeGreaterThan(20);
});
