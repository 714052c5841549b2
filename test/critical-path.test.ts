/** Whichever stage is made slow, everything that tells of the turn must name it: what a stopwatch on the bus says is the truth. */
import { attributes, waitParts, type WaitPart } from '@mordomo/semconv';
import {
  defaultCacheDir,
  openHouse,
  spoolDirOf,
  upNats,
  type HeardTurn,
  type House,
  type Moments,
  type RunningStack,
} from '@mordomo/stack';
import { readTurnFromSpool, renderTurn, renderTurnPage, waitForTurn, type Turn } from '@mordomo/turn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { criticalPath } from '../packages/turn/src/critical-path.ts';
import { partText } from '../packages/turn/src/page/names.ts';
import { temporaryFolder } from './support/mordomo.ts';
import { freePortOffset } from './support/ports.ts';

/** Drawn once by chance: large enough to be the longest wait, also on a machine that is busy. */
const delays = [
  { stage: 'stt', milliseconds: 1840 },
  { stage: 'tts', milliseconds: 1520 },
  { stage: 'brain', milliseconds: 2210 },
  { stage: 'brain', milliseconds: 1490 },
  { stage: 'stt', milliseconds: 2360 },
  { stage: 'tts', milliseconds: 1930 },
  { stage: 'tts', milliseconds: 2440 },
  { stage: 'stt', milliseconds: 1560 },
  { stage: 'brain', milliseconds: 1770 },
  { stage: 'tts', milliseconds: 1650 },
  { stage: 'brain', milliseconds: 2080 },
  { stage: 'stt', milliseconds: 2010 },
] as const;

let data: Awaited<ReturnType<typeof temporaryFolder>>;
let nats: RunningStack;
let house: House;

beforeAll(async () => {
  data = await temporaryFolder();
  const portOffset = await freePortOffset();
  nats = await upNats({ dataDir: data.path, portOffset });
  const shared = { dataDir: data.path, cacheDir: defaultCacheDir(), portOffset, delays: '' };
  house = await openHouse({ ...shared, engine: 'scripted', spoolMode: 'keep' }, () => {});
});

afterAll(async () => {
  await house?.stop();
  await nats?.stop();
  await data.remove();
});

test(
  'twelve times another stage is slow, and page, report and the rules of Jaeger name it within 5 % of the turn',
  { timeout: 400_000 },
  async () => {
    process.stdout.write(
      '  n  made slower     stopwatch               page                    Jaeger    error  of the turn\n',
    );
    for (const [index, { stage, milliseconds }] of delays.entries()) {
      await house.setFaults({ delays: { [stage]: milliseconds } });
      const heard = await house.speak({ say: 'what time is it' });
      const turn = await turnOf(heard);
      const truth = slowestOf(stopwatch(heard.moments));
      const [found = { part: 'unattributed', durationMs: 0 }] = turn.wait?.parts ?? [];
      const jaegerMs = msByJaeger(turn, stage);
      const errorMs = Math.max(...[found.durationMs, jaegerMs].map((time) => Math.abs(time - truth.durationMs)));
      process.stdout.write(
        `${row(index + 1, 3)}  ${stage.padEnd(6)}${row(milliseconds, 5)} ms  ${told(truth)}  ${told(found)}  ${row(jaegerMs, 5)} ms  ${row(errorMs, 3)} ms  ${((100 * errorMs) / turn.durationMs).toFixed(1)} %\n`,
      );
      expect(truth.part).toBe(stage);
      expect(found.part).toBe(truth.part);
      expect(errorMs).toBeLessThanOrEqual(0.05 * turn.durationMs);
      expect(turn.root?.attributes[attributes.slowestPart.key]).toBe(truth.part);
      expect(firstPartOnPage(renderTurnPage(turn))).toBe(partText(truth.part));
      expect(renderTurn(turn, { color: false })).toContain(`waited most for ${truth.part}`);
    }
  },
);

const turnOf = ({ traceId }: HeardTurn): Promise<Turn> =>
  waitForTurn(() => readTurnFromSpool(spoolDirOf(data.path), traceId), { timeoutMs: 60_000, minSpans: 9 });

interface PartTime {
  readonly part: WaitPart;
  readonly durationMs: number;
}

/** What went by on the bus between the last sound of the request and the first sound of the reply. */
function stopwatch(moments: Moments): PartTime[] {
  const at = (moment: keyof Moments): number => moments[moment] ?? Number.NaN;
  return [
    { part: 'endpointing', durationMs: at('utterance') - at('soundEnded') },
    { part: 'stt', durationMs: at('transcript') - at('utterance') },
    { part: 'brain', durationMs: at('firstSentence') - at('transcript') },
    { part: 'tts', durationMs: at('firstSpeech') - at('firstSentence') },
    { part: 'playback', durationMs: at('playbackStarted') - at('firstSpeech') },
  ];
}

function slowestOf(times: readonly PartTime[]): PartTime {
  const [slowest] = times.toSorted((a, b) => b.durationMs - a.durationMs);
  if (slowest === undefined) throw new Error('the stopwatch was never pressed');
  return slowest;
}

/** How long the end of the turn waited for a stage, or for what ran below it, by Jaeger's rules exactly. */
function msByJaeger({ spans, root }: Turn, stage: string): number {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const isOfStage = (spanId: string | undefined): boolean => {
    const span = byId.get(spanId ?? '');
    return span !== undefined && (span.attributes[attributes.stage.key] === stage || isOfStage(span.parentSpanId));
  };
  const sections = root === undefined ? [] : criticalPath(spans, root);
  const ofStage = sections.filter(({ spanId }) => isOfStage(spanId));
  return ofStage.reduce((sum, { startUs, endUs }) => sum + (endUs - startUs) / 1000, 0);
}

const firstPartOnPage = (page: string): string | undefined =>
  /<ol class="parts"><li[^>]*><span class="name">([^<]*)</.exec(page)?.[1];

const row = (number: number, columns: number): string => String(Math.round(number)).padStart(columns);
const partColumns = Math.max(...waitParts.map(({ length }) => length));
const told = ({ part, durationMs }: PartTime): string => `${part.padEnd(partColumns)}${row(durationMs, 5)} ms`;
