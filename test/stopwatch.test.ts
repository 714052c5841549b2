/**
 * Every metric of a turn against somebody who stands beside it: a stopwatch on the bus, which knows no telemetry, and what
 * was said, heard and made to go wrong. Scripted engines, whose work takes no time but what is asked for.
 */
import { defaultBudgets, metrics } from '@mordomo/semconv';
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
import { changeOf, scrape } from '../packages/cli/src/scenarios/metric-pages.ts';
import { play } from '../packages/cli/src/scenarios/play.ts';
import type { Scenario } from '../packages/cli/src/scenarios/scenario.ts';
import { scenarios } from '../packages/cli/src/scenarios/table.ts';
import { temporaryFolder } from './support/mordomo.ts';
import { median } from './support/median.ts';
import { answerTo, nextQuestion } from './support/cloud.ts';
import { freePortOffset } from './support/ports.ts';
import {
  comparedOnPages,
  counts,
  expectRight,
  metricsOfTurns,
  takes,
  withoutCheck,
  type Expected,
} from './support/stopwatch.ts';

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

/** Plays a scenario and compares what the services counted meanwhile. */
const expectCounted = (
  scenarioOf: () => Scenario | Promise<Scenario>,
  expectedOf: (heard: HeardTurn[]) => Promise<Expected[]> | Expected[],
  counting: Pick<House, 'services'> = house,
): Promise<void> =>
  expectRight(async () => {
    const scenario = await scenarioOf();
    const before = await scrape(counting);
    const heard = await play(house, scenario);
    const expected = await expectedOf(heard);
    return comparedOnPages(expected, before, () => scrape(counting));
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

test('a question to the cloud', async () => {
  let question = '';
  const asked = (): Scenario => {
    question = nextQuestion();
    return { brief: 'a question to the cloud', people: [[{ say: question }]], turns: [], metrics: [] };
  };
  await expectCounted(asked, async (heard) => {
    const { firstWordMs, words } = await answerTo(languageModel, question);
    const asksWords = question.split(' ').length;
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
    { metric: metrics.unattributed, value: median(hops) + 0.3, within: 0.02, isTimed: true },
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
  expect(withoutCheck(metricsOfTurns)).toEqual([]);
});
