/**
 * What the wait for the reply was made of: every moment from the end of the user's speech to the first audio belongs to
 * one part, the one that the reply waited for.
 */
import { attributes, type WaitPart } from '@mordomo/semconv';
import { totalMs } from './intervals.ts';
import type { Interval, Span, Stage, Wait, WaitStretch } from './model.ts';

/** @returns undefined where nobody waited: no reply was heard */
export function waitOf(root: Span | undefined, stages: readonly Stage[]): Wait | undefined {
  const firstPlayback = stages.find(({ stage }) => stage === 'playback');
  if (firstPlayback === undefined) return undefined;
  const start = startOfWait(root, stages, firstPlayback.startMs);
  if (start === undefined) return undefined;
  const endMs = milestoneMs(root, attributes.playbackStartedAt.key) ?? firstPlayback.startMs;
  if (endMs <= start.startMs) return undefined;
  const stretches = stretchesOf({ startMs: start.startMs, endMs }, stages);
  const byPart = Map.groupBy(stretches, ({ part }) => part);
  const parts = [...byPart].map(([part, ofPart]) => ({ part, durationMs: totalMs(ofPart) }));
  return { ...start, endMs, stretches, parts: parts.toSorted((a, b) => b.durationMs - a.durationMs) };
}

/** The end of the user's speech; where nobody noted it, the end of listening, or else of the wake word. */
function startOfWait(
  root: Span | undefined,
  stages: readonly Stage[],
  firstAudioMs: number,
): Pick<Wait, 'since' | 'startMs'> | undefined {
  const noted = milestoneMs(root, attributes.speechEndedAt.key);
  if (noted !== undefined) return { since: 'speech', startMs: noted };
  const latency = root?.attributes[attributes.responseLatency.key];
  if (typeof latency === 'number') return { since: 'speech', startMs: firstAudioMs - latency * 1000 };
  for (const since of ['listen', 'wake'] as const) {
    const before = stages.findLast(({ stage, startMs }) => stage === since && startMs < firstAudioMs);
    if (before !== undefined) return { since, startMs: before.startMs + before.durationMs };
  }
  return undefined;
}

function milestoneMs(root: Span | undefined, key: string): number | undefined {
  const seconds = root?.attributes[key];
  return typeof seconds === 'number' ? seconds * 1000 : undefined;
}

/** The window cut wherever a stage begins, ends, or joins or leaves the critical path. */
function stretchesOf(window: Interval, stages: readonly Stage[]): WaitStretch[] {
  const edges = stages.flatMap((stage) =>
    [runOf(stage), ...stage.onCriticalPath].flatMap((at) => [at.startMs, at.endMs]),
  );
  const inside = edges.filter((edge) => edge > window.startMs && edge < window.endMs);
  const cuts = [...new Set([window.startMs, ...inside, window.endMs])].toSorted((a, b) => a - b);
  const stretches: WaitStretch[] = [];
  for (const [index, endMs] of cuts.slice(1).entries()) {
    const startMs = cuts[index] ?? endMs;
    const part = partAt((startMs + endMs) / 2, stages);
    const last = stretches.at(-1);
    if (last?.part === part) stretches[stretches.length - 1] = { ...last, endMs };
    else stretches.push({ part, startMs, endMs });
  }
  return stretches;
}

/** The stage on the critical path; beside it (such as a brain that streams on) the one that began last. */
function partAt(timeMs: number, stages: readonly Stage[]): WaitPart {
  const holds = ({ startMs, endMs }: Interval): boolean => startMs <= timeMs && timeMs < endMs;
  const stage =
    stages.find(({ onCriticalPath }) => onCriticalPath.some(holds)) ?? stages.findLast((each) => holds(runOf(each)));
  switch (stage?.stage) {
    case 'stt':
    case 'speaker':
    case 'brain':
    case 'tts':
    case 'playback':
      return stage.stage;
    case undefined:
      return 'unattributed';
    default:
      return 'endpointing'; // the house still listens, although the user has finished
  }
}

const runOf = ({ startMs, durationMs }: Stage): Interval => ({ startMs, endMs: startMs + durationMs });
