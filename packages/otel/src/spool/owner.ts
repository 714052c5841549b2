/** Which process a segment belongs to. A process id alone is not enough: the system gives it to somebody else later. */
import { readFileSync } from 'node:fs';

export interface Owner {
  readonly pid: number;
  /** When the process started, in the kernel's own ticks; 0 where the system does not tell. */
  readonly startedTicks: number;
}

/** This process. */
export const ownProcess = (): Owner => ({ pid: process.pid, startedTicks: startOf(process.pid) ?? 0 });

/** Whether the owner still runs. When in doubt it does: a segment must never be taken from a living writer. */
export function isAlive({ pid, startedTicks }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return Reflect.get(Object(error), 'code') === 'EPERM';
  }
  const started = startOf(pid);
  return startedTicks === 0 || started === undefined || started === startedTicks;
}

/** Field 22 of /proc/PID/stat; the process name before it may hold spaces and brackets. */
function startOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fieldsAfterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fieldsAfterName[19]);
  } catch {
    return undefined;
  }
}
