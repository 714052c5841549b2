/**
 * Every metric that is not of turns against somebody who stands beside it: a stopwatch outside, the NATS server's own
 * books, the kernel, V8's own log of garbage collections, and what was asked for. The services of the house, and one that
 * does as it is told.
 */
import { metrics, registry } from '@mordomo/semconv';
import { defaultCacheDir, openHouse, upNats, withOffset, type House, type RunningStack } from '@mordomo/stack';
import { totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scrape } from '../packages/cli/src/scenarios/metric-pages.ts';
import { play } from '../packages/cli/src/scenarios/play.ts';
import { connectBus } from '../packages/demo/src/bus.ts';
import { answerTo, nextQuestion } from './support/cloud.ts';
import { startMeasured, type MeasuredService } from './support/measured-service.ts';
import { temporaryFolder } from './support/mordomo.ts';
import { trafficOf } from './support/nats-monitor.ts';
import { until } from './support/poll.ts';
import { freePortOffset } from './support/ports.ts';
import {
  comparedOnPages,
  counts,
  expectRight,
  isAbout,
  metricsOfTurns,
  takes,
  withoutCheck,
  type Compared,
} from './support/stopwatch.ts';

let data: Awaited<ReturnType<typeof temporaryFolder>>;
let portOffset: number;
let nats: RunningStack;
let house: House;
let bus: Awaited<ReturnType<typeof connectBus>>;
let service: MeasuredService;

beforeAll(async () => {
  data = await temporaryFolder();
  portOffset = await freePortOffset();
  nats = await upNats({ dataDir: data.path, portOffset });
  const shared = { dataDir: data.path, cacheDir: defaultCacheDir(), portOffset, delays: '' };
  house = await openHouse({ ...shared, engine: 'scripted', spoolMode: 'keep' }, () => {});
  await house.speak({ say: 'what time is it' }); // the first turn of a process takes longer than all others
  const natsUrl = `nats://127.0.0.1:${withOffset(portOffset).nats}`;
  bus = await connectBus('stopwatch', natsUrl);
  service = await startMeasured(data.path, natsUrl);
});

afterAll(async () => {
  await service?.stop();
  await bus?.close();
  await house?.stop();
  await nats?.stop();
  await data.remove();
});

/** Milliseconds that something takes. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function post(url: string, body: unknown = {}): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(answer.ok).toBe(true);
  return answer.text();
}

test('requests: to an Express and a Fastify service, and of the house to the cloud', async () => {
  const { brain, coreApi, languageModel } = withOffset(portOffset);
  await expectRight(async () => {
    const question = nextQuestion();
    const before = await scrape(house);
    const askedMs = await timed(() => post(`http://127.0.0.1:${brain}/ask`, { text: question }));
    const { lastWordMs } = await answerTo(`http://127.0.0.1:${languageModel}/v1/chat/completions`, question);
    for (const _ of 'abc') await (await fetch(`http://127.0.0.1:${coreApi}/conversations`)).text();
    const served = { http_request_method: 'POST', http_response_status_code: '200', http_route: '/ask' };
    const expected = [
      counts(metrics.apiRequests, { endpoint: '/ask', method: 'POST', status: '200' }),
      counts(metrics.apiRequests, { endpoint: '/conversations', method: 'GET', status: '200' }, 3),
      takes(metrics.apiLatency, askedMs, { endpoint: '/ask' }),
      takes(metrics.httpServerRequestDuration, askedMs, served),
      takes(metrics.httpClientRequestDuration, lastWordMs, { server_port: String(languageModel) }),
    ];
    return comparedOnPages(expected, before, () => scrape(house));
  });
});

test('predictions of models', async () => {
  const faults = { delays: { stt: 1000, speaker: 800 } };
  const slow = { brief: 'both models are slow', faults, people: [[{ say: 'stop the music' }]], turns: [], metrics: [] };
  await expectRight(async () => {
    const before = await scrape(house);
    const [turn] = await play(house, slow);
    const { utterance = Number.NaN, transcript = 0, speaker = 0 } = turn?.moments ?? {};
    const expected = [
      counts(metrics.modelPredictions, { model: 'scripted', status: 'ok' }, 2),
      takes(metrics.modelLatency, transcript - utterance + speaker - utterance, { model: 'scripted' }),
    ];
    return comparedOnPages(expected, before, () => scrape(house));
  });
});

test('messages that each service sent and got, by the books of the NATS server', async () => {
  await expectRight(async () => {
    const rows: Compared[] = [];
    for (const each of house.services) {
      const pair = await until(
        `${each.name} and NATS agree`,
        async () => {
          const { in_msgs: sent, out_msgs: got } = await trafficOf(each.name, portOffset);
          const expected = [counts(metrics.messagesSent, {}, sent), counts(metrics.messagesConsumed, {}, got)];
          return comparedOnPages(expected, [], () => scrape({ services: [each] }));
        },
        (seen) => seen.every(({ counted, value }) => counted === value),
      );
      rows.push(...pair.map((row) => ({ ...row, labels: { service: each.name } })));
    }
    return rows;
  });
});

test('messages that take their time: in a handler, and until they are answered', async () => {
  const { address, spool } = service;
  const told = () => ({
    handling: spool.total(metrics.messageProcessDuration, { 'messaging.destination.template': 'measured.work' }),
    asking: spool.total(metrics.messagingOperationDuration, { 'messaging.operation.name': 'request' }),
  });
  await expectRight(async () => {
    const before = told();
    const handledMs = await timed(() => bus.request('measured.work', '600', { timeout: 30_000 }));
    const { promise: answeredMs, resolve } = Promise.withResolvers<number>();
    bus.subscribe('measured.question', {
      max: 1,
      callback: (_error, message) => {
        void timed(() => sleep(700)).then((milliseconds) => {
          message.respond();
          resolve(milliseconds);
        });
      },
    });
    await bus.flush();
    await post(`${address}/ask`);
    await spool.nextPush();
    const after = told();
    return [
      { ...takes(metrics.messageProcessDuration, handledMs), counted: after.handling - before.handling },
      { ...takes(metrics.messagingOperationDuration, await answeredMs), counted: after.asking - before.asking },
    ];
  });
});

/** Has something done right after a push, and looks at the service before it and after the next push. */
async function betweenPushes<Done, Told>(work: () => Promise<Done>, told: () => Told) {
  const { seen, spool } = service;
  const look = async () => ({ seen: await seen(), told: told() });
  await spool.nextPush();
  const before = await look();
  const start = performance.now();
  const done = await work();
  const tookMs = performance.now() - start;
  await spool.nextPush();
  return { before, after: await look(), done, tookMs };
}

test('a service that keeps its event loop', async () => {
  const { address, spool } = service;
  const [active, idle] = ['active', 'idle'].map((state) => ({ 'nodejs.eventloop.state': state }));
  const restMs = 50; // before it begins
  // One after the other, so that a timer that is due in between is late by one of them exactly.
  const asked = [400, ...Array.from<number>({ length: 20 }).fill(100)];
  await expectRight(async () => {
    const { before, after, done, tookMs } = await betweenPushes(
      () => post(`${address}/keep`, asked),
      () => ({
        active: spool.total(metrics.eventLoopTime, active),
        idle: spool.total(metrics.eventLoopTime, idle),
        cpuTime: spool.total(metrics.cpuTime),
      }),
    );
    const kept = JSON.parse(done) as number[];
    const [longestMs = Number.NaN, secondMs = Number.NaN] = kept.toSorted((a, b) => b - a);
    const busyMs = tookMs - restMs;
    const passedMs = after.seen.atMs - before.seen.atMs;
    const cpuSeconds = after.seen.cpuSeconds - before.seen.cpuSeconds;
    return [
      { ...takes(metrics.eventLoopTime, busyMs, active), counted: after.told.active - before.told.active },
      { ...takes(metrics.eventLoopTime, passedMs - busyMs, idle), counted: after.told.idle - before.told.idle },
      { ...takes(metrics.cpuTime, cpuSeconds * 1000), counted: after.told.cpuTime - before.told.cpuTime },
      ...[
        isAbout(metrics.eventLoopUtilization, busyMs / passedMs),
        takes(metrics.eventLoopDelayP50, 20),
        takes(metrics.eventLoopDelayP99, secondMs), // of the 101 to 200 that there are
        takes(metrics.eventLoopDelayMax, longestMs),
        isAbout(metrics.cpuUsage, (100_000 * cpuSeconds) / passedMs),
        isAbout(metrics.memoryUsage, after.seen.residentBytes),
        counts(metrics.memoryLimit, {}, totalmem()),
      ].map((each) => ({ ...each, counted: spool.total(each.metric) })),
    ];
  });
});

test('a service that remembers, and forgets', async () => {
  const { address, spool } = service;
  const numbers = 1_000_000;
  const all = { 'v8js.gc.type': 'major' };
  const large = { 'v8js.heap.space.name': 'large_object_space' };
  await expectRight(async () => {
    const { before, after } = await betweenPushes(
      async () => {
        await post(`${address}/hold/${numbers}`);
        await post(`${address}/collect`);
        await post(`${address}/collect`);
      },
      () => ({
        collections: spool.count(metrics.garbageCollection, all),
        collecting: spool.total(metrics.garbageCollection, all),
        heapUsed: spool.total(metrics.heapUsed, large),
        heapSize: spool.total(metrics.heapSize, large),
      }),
    );
    const collections = after.seen.collections - before.seen.collections;
    const collectingMs = after.seen.collectingMs - before.seen.collectingMs;
    return [
      // What V8 collects by itself may fall between the two looks.
      {
        ...counts(metrics.garbageCollection, all, collections),
        isTimed: true,
        counted: after.told.collections - before.told.collections,
      },
      {
        ...takes(metrics.garbageCollection, collectingMs, all),
        counted: after.told.collecting - before.told.collecting,
      },
      { ...isAbout(metrics.heapUsed, 8 * numbers, large), counted: after.told.heapUsed - before.told.heapUsed },
      { ...isAbout(metrics.heapSize, 8 * numbers, large), counted: after.told.heapSize - before.told.heapSize },
    ];
  });
});

test('spans, lines and points of telemetry, by what lies in the spool', async () => {
  const { spool } = service;
  await expectRight(async () => {
    await spool.nextPush();
    return Object.entries(spool.items()).map(([signal, items]) => {
      const expected = counts(metrics.telemetryItems, { signal, fate: 'spooled' }, items);
      // What was spooled while the push was being made is not in it.
      return { ...expected, isTimed: true, counted: spool.total(metrics.telemetryItems, expected.labels) };
    });
  });
});

test('the probe of the doctor: sent between the start of the service and its report', async () => {
  const { launchedMs, probedMs, spool } = service;
  const seconds = [launchedMs, probedMs()].map((milliseconds) => milliseconds / 1000);
  const [from = Number.NaN, to = Number.NaN] = seconds;
  await expectRight(async () => [
    {
      ...counts(metrics.doctorProbe, {}, (from + to) / 2),
      within: (to - from) / 2,
      counted: spool.total(metrics.doctorProbe),
    },
  ]);
});

test('there is no other metric', () => {
  expect(withoutCheck(registry.metrics.filter((metric) => !metricsOfTurns.includes(metric)))).toEqual([]);
});
