/** The wait for the reply, from the end of the user’s speech to the first audio: what it was made of. Pure. */
import { waitParts, type Stage, type WaitPart } from '@mordomo/semconv';
import type { Milestones, StageReport } from './stage-report.ts';

/** A stretch of the wait in which a part was at work; times in milliseconds since the epoch. */
interface Work {
  readonly part: WaitPart;
  readonly startTime: number;
  readonly endTime: number;
}

/** All in seconds. */
export interface Wait {
  readonly response: number;
  /** How long each part took until what followed could begin, whether or not that waited for it. */
  readonly took: Partial<Readonly<Record<WaitPart, number>>>;
  /** Each moment of the wait, given to the one part that the next one waited for; together `response`. */
  readonly criticalPath: Readonly<Record<WaitPart, number>>;
  /** No part was at work. */
  readonly unattributed: number;
  /** The largest share of the critical path. */
  readonly slowest: WaitPart;
}

/** Clocks of two machines in one house differ by so much: a stage that ends within it ended before the next began. */
const skewMs = 5;

/** Undefined unless the user spoke and the house replied. */
export function waitOf(milestones: Milestones, reports: readonly StageReport[]): Wait | undefined {
  const { speech_ended: from, playback_started: to } = milestones;
  if (from === undefined || to === undefined) return undefined;
  const all = worksIn(milestones, reports, from, to);
  const works = all.filter(({ endTime }) => endTime <= to + skewMs); // the reply did not wait for what ended later
  const criticalPath = criticalPathOf(works, from, to);
  const unattributed = idleMs(works, from, to) / 1000;
  const [slowest] = waitParts.toSorted((a, b) => criticalPath[b] - criticalPath[a]);
  const response = Math.max(0, to - from) / 1000;
  return { response, took: { ...tookOf(all), unattributed }, criticalPath, unattributed, slowest: slowest ?? 'stt' };
}

const partOf: Readonly<Record<Stage, WaitPart | undefined>> = {
  wake: undefined,
  listen: undefined, // the part of it that counts is between two milestones
  stt: 'stt',
  speaker: 'speaker',
  brain: 'brain',
  tts: 'tts',
  playback: 'playback',
};

/** What began during the wait, in order of its end. */
function worksIn(milestones: Milestones, reports: readonly StageReport[], from: number, to: number): Work[] {
  const works: Work[] = [];
  const add = (part: WaitPart, startTime: number, endTime: number) => {
    if (startTime < to && endTime > from) works.push({ part, startTime: Math.max(startTime, from), endTime });
  };
  if (milestones.endpoint_decided !== undefined) add('endpointing', from, milestones.endpoint_decided);
  for (const { stage, startTime, endTime } of reports) {
    const part = partOf[stage];
    if (part !== undefined) add(part, startTime, stage === 'playback' ? Math.min(endTime, to) : endTime);
  }
  return works.toSorted((a, b) => a.endTime - b.endTime);
}

/** Walks back from the first audio: each piece of work began when the one that ended last before it was done. */
function criticalPathOf(works: readonly Work[], from: number, to: number): Record<WaitPart, number> {
  const path = Object.fromEntries(waitParts.map((part) => [part, 0])) as Record<WaitPart, number>;
  let reached = to;
  for (const { part, startTime, endTime } of works.toReversed()) {
    if (startTime >= reached || endTime > reached + skewMs) continue;
    const end = Math.min(endTime, reached);
    path.unattributed += (reached - end) / 1000;
    path[part] += (end - startTime) / 1000;
    reached = startTime;
  }
  path.unattributed += Math.max(0, reached - from) / 1000;
  return path;
}

/** The time that none of the works covers. @param works in order of their end */
function idleMs(works: readonly Work[], from: number, to: number): number {
  let idle = 0;
  let covered = from;
  for (const { startTime, endTime } of works.toSorted((a, b) => a.startTime - b.startTime)) {
    idle += Math.max(0, startTime - covered);
    covered = Math.max(covered, endTime);
  }
  return idle + Math.max(0, to - covered);
}

/** The length of each part’s first piece of work: the first sentence and its audio are what the wait is for. */
function tookOf(works: readonly Work[]): Partial<Record<WaitPart, number>> {
  const took: Partial<Record<WaitPart, number>> = {};
  for (const { part, startTime, endTime } of works) took[part] ??= (endTime - startTime) / 1000;
  return took;
}
