/** What is done when telemetry has to be safe at once: at the end of a process or thread, and whenever a service asks. */
import { isMainThread } from 'node:worker_threads';
import { reasonOf, sayOnce } from './diagnostics.ts';
import type { Source } from './pipeline.ts';
import type { Drain } from './spool/drain.ts';
import { spoolThreads } from './threads.ts';

/** None of it throws. */
export interface Ending {
  /** Spools everything that there is. */
  readonly spool: () => void;
  /** Sends what is spooled, until the time is up or the collector fails. */
  readonly deliver: (timeoutMs: number) => Promise<void>;
  /** Spools for the last time: what comes later is spooled at once, and nothing is sent any more. */
  readonly end: () => void;
}

/** The ending of these sources, and in the main thread of all traced worker threads. */
export const endingOf = (sources: readonly Source[], drain: Drain | undefined): Ending => ({
  spool: () => sources.forEach((source) => safely(() => source.spool())),
  deliver: async (timeoutMs) => drain?.deliver(timeoutMs),
  end: () => {
    sources.forEach((source) => safely(() => source.end()));
    if (isMainThread) safely(spoolThreads);
    safely(() => drain?.stop());
  },
});

function safely(action: () => void): void {
  try {
    action();
  } catch (error) {
    sayOnce(`The last telemetry is incomplete: ${reasonOf(error)}.`);
  }
}
