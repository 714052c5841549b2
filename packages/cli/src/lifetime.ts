/** How long a command lives, and that it leaves nothing behind. */

/** Resolves when the user wants the command to end: Ctrl-C, SIGTERM, or because whoever started it is gone. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
    process.once('disconnect', () => resolve());
  });
}

interface Stoppable {
  readonly stop: () => Promise<void>;
}

/** What a command's work is given. */
export interface Lifetime {
  /** Aborted when the user stops the command. */
  readonly signal: AbortSignal;
  /** Stops what is being started when the command ends, however and whenever it does; what came last goes first. */
  readonly own: <Started extends Stoppable>(starting: Promise<Started>) => Promise<Started>;
  /** The work is done, and what it started stays up until `end` or until the user stops the command. */
  readonly stay: (end: Promise<void>) => Promise<void>;
}

/** As shells have it: 128 + SIGINT. */
const interruptedCode = 130;

/**
 * Runs a command's work until it is done or the user stops it, and then stops what it started. The exit code of a
 * command that was stopped before its work was done is not 0.
 */
export async function withLifetime(work: (lifetime: Lifetime) => Promise<void>): Promise<void> {
  const owned: Promise<Stoppable>[] = [];
  const stop = new AbortController();
  let isDone = false;
  const stopped = untilStopped().then(() => stop.abort());
  const working = work({
    signal: stop.signal,
    own: (starting) => {
      owned.push(starting);
      return starting;
    },
    stay: (end) => {
      isDone = true;
      return Promise.race([end, stopped]);
    },
  });
  try {
    await Promise.race([working, stopped]);
  } catch (error) {
    if (!stop.signal.aborted) throw error; // what fails because it was stopped is no news
  } finally {
    working.catch(() => {});
    if (stop.signal.aborted && !isDone) process.exitCode = interruptedCode;
    for (const starting of owned.toReversed()) await stopOnceStarted(starting);
  }
}

/** What could not start, or does not stop, must not keep the others up. */
async function stopOnceStarted(starting: Promise<Stoppable>): Promise<void> {
  try {
    await (await starting).stop();
  } catch {
    // Told by the work, or by the log of the part.
  }
}
