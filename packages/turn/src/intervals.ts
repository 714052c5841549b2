import type { Interval } from './model.ts';

/** The same stretches of time without overlaps, in order. */
export function union(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const { startMs, endMs } of intervals.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = merged.at(-1);
    if (last === undefined || startMs > last.endMs) merged.push({ startMs, endMs });
    else if (endMs > last.endMs) merged[merged.length - 1] = { startMs: last.startMs, endMs };
  }
  return merged;
}

/** The parts of `window` that none of `covered` reaches. */
export function gapsIn(window: Interval, covered: readonly Interval[]): Interval[] {
  const gaps: Interval[] = [];
  let free = window.startMs;
  for (const { startMs, endMs } of union(covered)) {
    if (startMs >= window.endMs) break;
    if (startMs > free) gaps.push({ startMs: free, endMs: startMs });
    free = Math.max(free, endMs);
  }
  if (free < window.endMs) gaps.push({ startMs: free, endMs: window.endMs });
  return gaps;
}

/** Milliseconds of all intervals together; overlaps count twice. */
export function totalMs(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}
