/**
 * Every metric of a turn against somebody who stands beside it: a stopwatch on the bus, which knows no telemetry, and what
 * was said, heard and made to go wrong. Scripted engines, whose work takes no time but what is asked for.
 */
import { defaultBudgets, metrics, prometheusName, voiceMetrics, type MetricDefinition } from '@mordomo/semconv';
import {
  defaultCacheDir,
  openHouse,
  upNats,
  withOffset,
  type HeardTurn,
  type House,
  type Moments,
  type RunningStack,
} from '@mordomo/stack';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { durationMs } from '../packages/demo/src/audio/pcm.ts';
import { readWav } from '../packages/demo/src/audio/wav.ts';
import { parseCommand, replyTo } from '../packages/demo/src/home/commands.ts';
import { changeOf, scrape, type Samples } from '../packages/cli/src/scenarios/metric-pages.ts';
import { play } from '../packages/cli/src/scenarios/play.ts';
import type { Scenario } from '../packages/cli/src/scenarios/scenario.ts';
import { scenarios } from '../packages/cli/src/scenarios/table.ts';
import { temporaryFolder } from './support/mordomo.ts';
import { until } from './support/poll.ts';
import { freePortOffset } from './support/ports.ts';

let data: Awaited<ReturnType<typeof temporaryFolder>>;
let nats: RunningStack;
let house: House;
let languageModel: string;

beforeAll(async () => {
  data = await temporaryFolder();
  const portOffset = await freePortOffset();
  languageModel = `http://127.0.0.1:${withOffset(portOffset).languageModel}/v1/chat/completions`;
  nats = await upNats({ dataDir: data.path, portOffset });
  const shared = { dataDir: data.path, cacheDir: defaultCacheDir(), portOffset, delays: '' };
  house = await openHouse({ ...shared, engine: 'scripted', spoolMode: 'keep' }, () => {});
  await house.speak({ say: 'what time is it' }); // the first turn of a process takes longer than all others
});

afterAll(async () => {
  await house?.stop();
  await nats?.stop();
  await data.remove();
});

/** What a metric must have grown by, in its unit; what goes up and down must be. Of a histogram, the sum of what it observed. */
interface Expected {
  readonly metric: MetricDefinition;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
  /** How near it must be. Default: exact. */
  readonly within?: number;
  /** A machine that is busy with something else may disturb it: then it must be right when it is measured again. */
  readonly isTimed?: true;
}

const counts = (metric: MetricDefinition, labels: Readonly<Record<string, string>> = {}, value = 1): Expected => ({
  metric,
  labels,
  value,
});

/** A time by the stopwatch: as near as 10 ms or 5 %. */
const takes = (metric: MetricDefinition, milliseconds: number, labels: Expected['labels'] = {}): Expected => ({
  metric,
  labels,
  value: milliseconds / 1000,
  within: Math.max(10, milliseconds * 0.05) / 1000,
  isTimed: true,
});

const checked = new Set<MetricDefinition>();
const mostAttempts = 8;

/** Plays a scenario and compares what the services counted meanwhile: counts are right always, and each time was once. */
async function expectCounted(
  scenarioOf: (attempt: number) => Scenario | Promise<Scenario>,
  expectedOf: (heard: HeardTurn[], attempt: number) => Promise<Expected[]> | Expected[],
  counting: Pick<House, 'services'> = house,
) {
  const wasRight = new Set<number>();
  let wrong: readonly unknown[] = [];
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const scenario = await scenarioOf(attempt);
    const before = await scrape(counting);
    const heard = await play(house, scenario);
    const expected = await expectedOf(heard, attempt);
    const rows = await until(
      'the services have counted everything',
      async () => rowsOf(expected, before, await scrape(counting)),
      (seen) => seen.every(({ isTimed, value, counted }) => isTimed === true || value === 0 || counted !== 0),
    );
    console.table(rows.map(told));
    for (const [index, row] of rows.entries()) if (isNear(row)) wasRight.add(index);
    for (const { metric } of expected) checked.add(metric);
    expect(rows.filter((row) => !row.isTimed && !isNear(row)).map(told)).toEqual([]);
    wrong = rows.filter((_, index) => !wasRight.has(index)).map(told);
    if (wrong.length === 0) break;
  }
  expect(wrong).toEqual([]);
}

const rowsOf = (expected: readonly Expected[], before: Samples, after: Samples): Row[] =>
  expected.map((each) => ({ ...each, counted: changeOf(each, { before, after }, 'sum') }));

type Row = Expected & { readonly counted: number };

const isNear = ({ value, counted, within = 1e-9 }: Row): boolean => Math.abs(counted - value) <= within;

const told = (row: Row) => ({
  metric: prometheusName(row.metric),
  ...row.labels,
  counted: Number(row.counted.toFixed(4)),
  seen: Number(row.value.toFixed(4)),
  isRight: isNear(row),
});

/** Milliseconds between two moments of a turn. */
const between = ({ moments }: HeardTurn, from: keyof Moments, to: keyof Moments): number =>
  (moments[to] ?? Number.NaN) - (moments[from] ?? Number.NaN);

const first = ([turn]: readonly HeardTurn[]): HeardTurn => {
  if (turn === undefined) throw new Error('the scenario had no turn');
  return turn;
};

const once = (scenario: Scenario) => () => scenario;

test('a turn in which every stage takes its time', async () => {
  const say = 'turn on the kitchen lights';
  // So long that messages, which take time as well, are far less than 5 % of it.
  const delays = { stt: 1000, speaker: 700, brain: 1200, tts: 1000, playback: 800 };
  const slow = { brief: 'every stage is slow', faults: { delays }, people: [[{ say }]], turns: [], metrics: [] };
  await expectCounted(once(slow), async (heard) => {
    const turn = first(heard);
    const command = parseCommand(say);
    const reply = command && replyTo(command, new Date());
    const replyMs = durationMs(await readWav(turn.replyWav ?? ''));
    const ttsMs = between(turn, 'firstSentence', 'firstSpeech');
    return [
      counts(metrics.wakeWordDetections, { device: 'kitchen' }),
      counts(metrics.wakeScore, { device: 'kitchen', engine: 'scripted' }),
      counts(metrics.turns, { device: 'kitchen', outcome: 'answered' }),
      counts(metrics.verdicts, { verdict: 'bad' }),
      ...['stt', 'speaker', 'brain_local', 'tts', 'playback', 'response'].map((budget) =>
        counts(metrics.budgetsBroken, { budget }),
      ),
      counts(metrics.budgetsBroken, { budget: 'brain_cloud' }, 0),
      counts(metrics.budgetLimit, { budget: 'stt' }, defaultBudgets.stt),
      counts(metrics.activeConversations, {}, 1),
      counts(metrics.eventsPublished, { subject: 'voice.transcript' }),
      takes(metrics.wakeToSpeech, between(turn, 'woken', 'playbackStarted')),
      takes(metrics.responseLatency, between(turn, 'soundEnded', 'playbackStarted')),
      takes(metrics.endpointingDelay, between(turn, 'soundEnded', 'utterance')),
      takes(metrics.sttLatency, between(turn, 'utterance', 'transcript')),
      takes(metrics.llmLatency, between(turn, 'transcript', 'lastSentence'), { location: 'local' }),
      takes(metrics.timeToFirstSentence, between(turn, 'transcript', 'firstSentence'), { location: 'local' }),
      takes(metrics.ttsGeneration, ttsMs),
      takes(metrics.timeToFirstAudioByte, ttsMs),
      takes(metrics.criticalPath, between(turn, 'soundEnded', 'utterance'), { part: 'endpointing' }),
      takes(metrics.criticalPath, between(turn, 'utterance', 'transcript'), { part: 'stt' }),
      takes(metrics.criticalPath, 0, { part: 'speaker' }),
      takes(metrics.criticalPath, between(turn, 'transcript', 'firstSentence'), { part: 'brain' }),
      takes(metrics.criticalPath, ttsMs, { part: 'tts' }),
      takes(metrics.criticalPath, between(turn, 'firstSpeech', 'playbackStarted'), { part: 'playback' }),
      takes(metrics.audio, replyMs, { stage: 'tts' }),
      takes(metrics.audio, replyMs, { stage: 'playback' }),
      takes(metrics.realTimeFactor, (1000 * ttsMs) / replyMs, { stage: 'tts' }),
      counts(metrics.ttsCharacters, {}, reply?.length),
      counts(metrics.speakerIdentifications, { result: 'match' }),
      counts(metrics.llmRequests, { location: 'local', outcome: 'ok' }),
    ];
  });
});

test('an answer that breaks off, so that nobody knows what it cost', async () => {
  await expectCounted(once(scenarios['broken-answer']), () => [
    counts(metrics.llmUnpricedRequests, { provider: 'openai', model: 'stand-in' }),
    counts(metrics.llmRequests, { location: 'cloud', outcome: 'error' }),
    counts(metrics.llmCost, {}, 0),
  ]);
});

/** The stand-in's answer, when somebody else asks it. */
async function answerTo(question: string): Promise<{ readonly firstWordMs: number; readonly words: number }> {
  const start = performance.now();
  const body = JSON.stringify({ messages: [{ content: question }], stream: true });
  const response = await fetch(languageModel, { method: 'POST', body });
  let firstWordMs: number | undefined;
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    firstWordMs ??= performance.now() - start;
    text += chunk;
  }
  return { firstWordMs: firstWordMs ?? Number.NaN, words: text.match(/"content":/g)?.length ?? 0 };
}

/** Another one every time, since an answer that is known is not asked for again. */
const questions = [
  'tell me a story about the moon',
  'tell me a story about a robot',
  'tell me a story about the ocean',
  'what is the weather like today',
  'what is the weather like tomorrow',
  'tell me a story about a dragon',
  'tell me a joke',
];

test('a question to the cloud', async () => {
  const asked = (attempt: number): Scenario => ({
    brief: 'a question to the cloud',
    people: [[{ say: questions[attempt] ?? '' }]],
    turns: [],
    metrics: [],
  });
  await expectCounted(asked, async (heard, attempt) => {
    const { firstWordMs, words } = await answerTo(questions[attempt] ?? '');
    const asksWords = questions[attempt]?.split(' ').length ?? 0;
    return [
      takes(metrics.timeToFirstToken, firstWordMs, { location: 'cloud' }),
      takes(metrics.timeToFirstSentence, between(first(heard), 'transcript', 'firstSentence'), { location: 'cloud' }),
      takes(metrics.llmLatency, between(first(heard), 'transcript', 'lastSentence'), { location: 'cloud' }),
      counts(metrics.llmRequests, { location: 'cloud', outcome: 'ok' }),
      counts(metrics.llmCacheLookups, { result: 'miss' }),
      counts(metrics.llmTokens, { type: 'input' }, asksWords),
      counts(metrics.llmTokens, { type: 'output' }, words),
      counts(metrics.llmCost, {}, (2 * asksWords + 8 * words) / 1e6), // the stand-in's price
    ];
  });
});

test('a reply that is interrupted', async () => {
  const story = { say: 'tell me a story about a dragon' };
  const bargeIn = { ...scenarios['barge-in'], people: [[story, { say: 'stop the music', isBargeIn: true as const }]] };
  await expectCounted(once(bargeIn), ([interrupted, next]) => [
    takes(metrics.bargeInReaction, (interrupted?.moments.playbackEnded ?? Number.NaN) - (next?.moments.woken ?? 0)),
    counts(metrics.turns, { outcome: 'interrupted' }),
  ]);
});

const medianOf = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

test('a service that does nothing for 300 ms', async () => {
  const stalled = scenarios['stalled-brain'];
  const hops: number[] = [];
  const afterUsual = async (): Promise<Scenario> => {
    const before = await scrape(house);
    await play(house, { ...stalled, faults: {} });
    hops.push(changeOf({ metric: metrics.unattributed }, { before, after: await scrape(house) }, 'sum'));
    return stalled;
  };
  await expectCounted(afterUsual, () => [
    // Messages take their time without a stall too.
    { metric: metrics.unattributed, value: medianOf(hops) + 0.3, within: 0.02, isTimed: true },
    counts(metrics.budgetsBroken, { budget: 'unattributed' }),
  ]);
  const brainAlone = { services: house.services.filter(({ name }) => name === 'mordomo-brain') };
  await expectCounted(once(stalled), () => [takes(metrics.eventLoopStall, 300)], brainAlone);
});

test('a request that is made again', async () => {
  await expectCounted(once(scenarios['rate-limited']), () => [counts(metrics.llmRetries, { reason: 'rate_limited' })]);
});

test('people who say whether the house knew them', async () => {
  await expectCounted(once(scenarios.feedback), () => [
    counts(metrics.speakerIdentifications, { result: 'confirmed' }, 3),
    counts(metrics.speakerIdentifications, { result: 'corrected' }, 1),
    counts(metrics.speakerAccuracy, { device: 'kitchen' }, 0.75),
  ]);
});

test('there is no other metric of turns, stages and engines', () => {
  const ofServices = [metrics.activeConversations, metrics.eventsPublished, metrics.eventLoopStall];
  const all: readonly MetricDefinition[] = [...Object.values(voiceMetrics), ...ofServices];
  const unchecked = all.filter((metric) => !checked.has(metric));
  expect(unchecked.map(({ name }) => `${name} has no check`)).toEqual([]);
});
