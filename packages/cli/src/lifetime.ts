/** How long a command lives, and that it leaves nothing behind. */

/** Resolves when the user wants the command to end: Ctrl-C, SIGTERM, or because whoever started it is gone. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
    process.once('disconnect', () => resolve());
  });
}

/** What a command's work is given. */
export interface Lifetime {
  /** Aborted when the user stops the command. */
  readonly signal: AbortSignal;
  /** Puts a clean-up off until the command ends, however it ends; the last one runs first. */
  readonly later: (cleanUp: () => Promise<unknown>) => void;
}

/** Runs a command's work until it is done or the user stops it, and then its clean-ups. */
export async function withLifetime(work: (lifetime: Lifetime) => Promise<void>): Promise<void> {
  const cleanUps: (() => Promise<unknown>)[] = [];
  const stop = new AbortController();
  const stopped = untilStopped().then(() => stop.abort());
  const working = work({ signal: stop.signal, later: (cleanUp) => void cleanUps.push(cleanUp) });
  try {
    await Promise.race([working, stopped]);
  } finally {
    working.catch(() => {}); // what fails because it was stopped is no news
    for (const cleanUp of cleanUps.toReversed()) await cleanUp();
  }
}
