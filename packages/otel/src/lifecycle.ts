/**
 * The end of the process. Everything that must happen is synchronous and ends on the disk, so every ending is covered by
 * one path: `exit` fires after a natural end, `process.exit` and an uncaught exception; a signal may come without it.
 * Where the process would end by itself, the collector gets a moment to take what is left, so that a short program is
 * seen at once; it is never more than a moment, and nothing is lost without it.
 */
import { isMainThread } from 'node:worker_threads';
import type { Ending } from './ending.ts';

const signals = ['SIGTERM', 'SIGINT'] as const;
/** A collector on the same machine answers within 10 to 20 ms. */
const deliveryMs = 40;

/** Watches for the end of the process or worker thread; neither when it ends nor its exit code is ours to change. */
export function watchEnd(ending: Ending): void {
  process.on('exit', ending.end);
  // The main thread takes over what a worker thread leaves, and signals only come there.
  if (!isMainThread) return;
  watchNaturalEnd(ending);
  for (const signal of signals) watchSignal(signal, ending);
}

function watchNaturalEnd(ending: Ending): void {
  const onBeforeExit = (): void => {
    process.off('beforeExit', onBeforeExit);
    ending.spool();
    // Waiting makes this event come again, and others who listen to it may not be prepared for that.
    if (process.listenerCount('beforeExit') === 0) void ending.deliver(deliveryMs);
  };
  process.on('beforeExit', onBeforeExit);
}

function watchSignal(signal: NodeJS.Signals, ending: Ending): void {
  let isEnding = false;
  const onSignal = (): void => {
    ending.spool();
    if (process.listenerCount(signal) > 1) return;
    // Nobody else listens: without us the signal would have ended the process, so it does. A second one does at once.
    const end = (): void => {
      ending.end();
      process.off(signal, onSignal);
      process.kill(process.pid, signal);
    };
    if (isEnding) return end();
    isEnding = true;
    void ending.deliver(deliveryMs).then(end);
  };
  // First in line: a service that listens once is still counted when we look.
  process.prependListener(signal, onSignal);
}
