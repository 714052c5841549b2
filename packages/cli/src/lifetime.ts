/** How long a command lives. */

/**
 * Resolves when the user wants the command to end: Ctrl-C, SIGTERM, or because whoever started it is gone.
 * @param also resolves it earlier, such as a stack that stopped by itself
 */
export function untilStopped(also: Promise<unknown> = new Promise(() => {})): Promise<void> {
  return new Promise((resolve, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
    process.once('disconnect', () => resolve());
    also.then(() => resolve(), reject);
  });
}

/** Runs `work` and then, whatever happened and also when the user stops it, what was put off with `later`; last first. */
export async function withCleanUp<Result>(
  work: (later: (cleanUp: () => Promise<void>) => void) => Promise<Result>,
): Promise<Result | undefined> {
  const cleanUps: (() => Promise<void>)[] = [];
  try {
    return await Promise.race([work((cleanUp) => cleanUps.push(cleanUp)), untilStopped().then(() => undefined)]);
  } finally {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  }
}
