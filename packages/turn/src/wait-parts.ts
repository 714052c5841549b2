/**
 * What the wait for the reply was made of: every moment from the end of the user's speech to the first audio belongs to
 * the one part that the reply waited for, by the critical path. `packages/voice/src/wait.ts` says the same of a turn that
 * still runs, and what it says becomes the metric `voice_critical_path_seconds`.
 */
import { attributes, type WaitPart } from '@mordomo/semconv';
import { gapsIn, totalMs } from './intervals.ts';
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

/** What of the window is on the critical path, and between that what nobody is to blame for. */
function stretchesOf(window: Interval, stageSpans: readonly StageSpan[]): WaitStretch[] {
  const onPath = stageSpans.flatMap((work) => {
    const part = partOf(work);
    return part === undefined
      ? []
      : work.onCriticalPath.flatMap((at) => within(at, window).map((cut) => ({ part, ...cut })));
  });
  const between = gapsIn(window, onPath).map((gap) => ({ part: 'unattributed' as const, ...gap }));
  const stretches: WaitStretch[] = [];
  for (const stretch of [...onPath, ...between].toSorted((a, b) => a.startMs - b.startMs)) {
    const last = stretches.at(-1);
    if (last?.part === stretch.part) stretches[stretches.length - 1] = { ...last, endMs: stretch.endMs };
    else stretches.push(stretch);
  }
  return stretches;
}

/** The part of a stretch that lies in the window, if any. */
function within({ startMs, endMs }: Interval, window: Interval): Interval[] {
  const cut = { startMs: Math.max(startMs, window.startMs), endMs: Math.min(endMs, window.endMs) };
  return cut.endMs > cut.startMs ? [cut] : [];
}
