/** How far the wall clock may be away before it must have been set, or the machine must have slept. */
const toleranceMs = 50;

let origin = performance.timeOrigin;

/**
 * Now, in milliseconds since the epoch, on this process's monotonic clock: spans cannot end before they start. It follows
 * a wall clock that was set, since a board that boots in the past would stay there, apart from all other services.
 */
export function now(): number {
  const elapsed = performance.now();
  const wall = Date.now();
  if (Math.abs(wall - origin - elapsed) > toleranceMs) origin = wall - elapsed;
  return origin + elapsed;
}

/** The next representable start after `time`: a critical path is only found where one span ends strictly before the next starts. */
export const justAfter = (time: number): number => time + 0.002;
