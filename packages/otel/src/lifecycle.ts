/**
 * The end of the process. Everything here is synchronous and ends on the disk, so every ending is covered by one path:
 * `exit` fires after a natural end, `process.exit` and an uncaught exception, a signal may come without it.
 */
const signals = ['SIGTERM', 'SIGINT'] as const;

/** Calls `flush` whenever the process may be about to end, and `end` when it does. Neither its time nor its code change. */
export function watchEnd(flush: () => void, end: () => void): void {
  process.on('exit', () => {
    flush();
    end();
  });
  for (const signal of signals) {
    const onSignal = (): void => {
      flush();
      if (process.listenerCount(signal) > 1) return;
      // Nobody else listens: without us the signal would have ended the process, so it does.
      end();
      process.off(signal, onSignal);
      process.kill(process.pid, signal);
    };
    // First in line: a service that listens once is still counted when we look.
    process.prependListener(signal, onSignal);
  }
}
