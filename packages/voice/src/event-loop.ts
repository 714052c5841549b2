/** Stalls of the event loop: while its own code keeps it, a service hears nothing, and no stage seems to be at work. */
import { metrics } from '@mordomo/semconv';
import { performance } from 'node:perf_hooks';
import { record } from './instruments.ts';

const beatMs = 50;
/** Shorter ones are everyday life. */
const stallMs = 100;

/** Observes every stall of over 100 ms, until the function that it gives is called. Does not keep the process alive. */
export function watchEventLoop(): () => void {
  let due = performance.now() + beatMs;
  let before = performance.eventLoopUtilization();
  const beat = setInterval(() => {
    // A beat is late also where the machine lets others run; at work was this process only where its loop was.
    const { active: busyMs } = performance.eventLoopUtilization(before);
    if (performance.now() - due > stallMs && busyMs > stallMs) record(metrics.eventLoopStall, busyMs / 1000, {});
    due = performance.now() + beatMs;
    before = performance.eventLoopUtilization();
  }, beatMs);
  beat.unref();
  return () => clearInterval(beat);
}
