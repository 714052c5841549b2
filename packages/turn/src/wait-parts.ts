/**
 * What the wait for the reply was made of: every moment from the end of the user's speech to the first audio belongs to
 * one part, the one that the reply waited for. `packages/voice/src/wait.ts` says the same while the turn still runs.
 */
import { attributes, type WaitPart } from '@mordomo/semconv';
import { totalMs } from './intervals.ts';
import type { Interval, Span, Wait, WaitStretch } from './model.ts';
import type { StageSpan } from './stages.ts';

/** @returns undefined where nobody waited: no reply was heard */
export function waitOf(root: Span | undefined, stageSpans: readonly StageSpan[]): Wait | undefined {
  const playback = stageSpans.find(({ stage }) => stage === 'playback');
  if (playback === undefined) return undefined;
  const endMs = millisecondsOf(root, attributes.playbackStartedAt.key) ?? playback.startMs;
  const start = startOfWait(root, stageSpans, endMs);
  if (start === undefined || endMs <= start.startMs) return undefined;
  const stretches = stretchesOf({ startMs: start.startMs, endMs }, stageSpans);
  const byPart = Map.groupBy(stretches, ({ part }) => part);
  const parts = [...byPart].map(([part, ofPart]) => ({ part, durationMs: totalMs(ofPart) }));
  return { ...start, endMs, stretches, parts: parts.toSorted((a, b) => b.durationMs - a.durationMs) };
}

/** The end of the user's speech; where nobody noted it, the end of listening, or else of the wake word. */
function startOfWait(
  root: Span | undefined,
  stageSpans: readonly StageSpan[],
  firstAudioMs: number,
): Pick<Wait, 'since' | 'startMs'> | undefined {
  const noted = millisecondsOf(root, attributes.speechEndedAt.key);
  if (noted !== undefined) return { since: 'speech', startMs: noted };
  const latency = millisecondsOf(root, attributes.responseLatency.key);
  if (latency !== undefined) return { since: 'speech', startMs: firstAudioMs - latency };
  for (const since of ['listen', 'wake'] as const) {
    const before = stageSpans.findLast(({ stage, startMs }) => stage === since && startMs < firstAudioMs);
    if (before !== undefined) return { since, startMs: before.endMs };
  }
  return undefined;
}

/** Milliseconds of an attribute in seconds. */
export function millisecondsOf(root: Span | undefined, key: string): number | undefined {
  const seconds = root?.attributes[key];
  return typeof seconds === 'number' ? seconds * 1000 : undefined;
}

const partsOfStages: Readonly<Record<string, WaitPart>> = {
  listen: 'endpointing', // the house still listens, although the user has finished
  stt: 'stt',
  speaker: 'speaker',
  brain: 'brain',
  tts: 'tts',
  playback: 'playback',
};

export const partOf = ({ stage }: StageSpan): WaitPart | undefined =>
  Object.hasOwn(partsOfStages, stage) ? partsOfStages[stage] : undefined;

/** The window cut wherever a stage begins, ends, or joins or leaves the critical path. */
function stretchesOf(window: Interval, stageSpans: readonly StageSpan[]): WaitStretch[] {
  // What ended later than the first audio is nothing that it waited for.
  const works = stageSpans.filter(({ stage, endMs }) => stage === 'playback' || endMs <= window.endMs + 5);
  const edges = works.flatMap((work) => [work, ...work.onCriticalPath].flatMap((at) => [at.startMs, at.endMs]));
  const inside = edges.filter((edge) => edge > window.startMs && edge < window.endMs);
  const cuts = [...new Set([window.startMs, ...inside, window.endMs])].toSorted((a, b) => a - b);
  const stretches: WaitStretch[] = [];
  for (const [index, endMs] of cuts.slice(1).entries()) {
    const startMs = cuts[index] ?? endMs;
    const part = partAt((startMs + endMs) / 2, works);
    const last = stretches.at(-1);
    if (last?.part === part) stretches[stretches.length - 1] = { ...last, endMs };
    else stretches.push({ part, startMs, endMs });
  }
  return stretches;
}

/** The stage on the critical path; beside it, the one that began last. */
function partAt(timeMs: number, works: readonly StageSpan[]): WaitPart {
  const holds = ({ startMs, endMs }: Interval): boolean => startMs <= timeMs && timeMs < endMs;
  const work = works.find(({ onCriticalPath }) => onCriticalPath.some(holds)) ?? works.findLast(holds);
  return (work && partOf(work)) ?? 'unattributed';
}
