/** How long a process has had the processor: on a busy machine, time alone says how busy the others are. */
import { readFileSync, readdirSync } from 'node:fs';

/** Of all its threads, in milliseconds, by the scheduler of Linux. */
export const workedMs = (pid: number): number =>
  readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + threadMs(pid, thread), 0);

function threadMs(pid: number, thread: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return 0; // it has just ended
  }
}
