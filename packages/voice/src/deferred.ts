/**
 * Telemetry after the work: what a stage did is written down once the service has handed its result on, so that the user
 * does not wait for it. It is written at the latest when the process ends.
 */
import { diag } from '@opentelemetry/api';

const waiting: (() => void)[] = [];
/** A loop that never lets go shall not fill the memory. */
const mostWaiting = 100;
let isWatched = false;

/** Does this as soon as the service has nothing more urgent to do. */
export function defer(work: () => void): void {
  if (!isWatched) {
    isWatched = true;
    process.prependListener('exit', flushDeferred); // before telemetry itself ends
  }
  const isFirst = waiting.push(work) === 1;
  if (waiting.length >= mostWaiting) flushDeferred();
  else if (isFirst) setImmediate(flushDeferred);
}

/** Does now what was deferred. */
export function flushDeferred(): void {
  for (const work of waiting.splice(0)) tryDoing(work);
}

/** Nobody is there to catch what it throws: it would end the service. */
function tryDoing(work: () => void): void {
  try {
    work();
  } catch (error) {
    diag.warn('@mordomo/voice: what a stage did could not be written down', error);
  }
}
