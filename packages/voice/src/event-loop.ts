/** Stalls of the event loop: while its own code keeps it, a service hears nothing, and no stage seems to be at work. */
import { metrics } from '@mordomo/semconv';
import { record } from './instruments.ts';

const beatMs = 50;
/** Shorter ones are everyday life. */
const stallMs = 100;

/** Observes every stall of over 100 ms, until the function that it gives is called. Does not keep the process alive. */
export function watchEventLoop(): () => void {
  let due = performance.now() + beatMs;
  const beat = setInterval(() => {
    const lateMs = performance.now() - due;
    if (lateMs > stallMs) record(metrics.eventLoopStall, lateMs / 1000, {});
    due = performance.now() + beatMs;
  }, beatMs);
  beat.unref();
  return () => clearInterval(beat);
}
