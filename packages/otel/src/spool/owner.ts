/**
 * Which thread a segment belongs to. The id alone is not enough: the system gives it to somebody else later. Worker
 * threads share the process id but end by themselves, so the owner is the thread as the kernel knows it, where it tells.
 */
import { readFileSync, readlinkSync } from 'node:fs';

export interface Owner {
  /** Id of the process, or of the thread where it can be had. */
  readonly pid: number;
  /** When it started, in the kernel's own ticks; 0 where the system does not tell. */
  readonly startedTicks: number;
}

/** The thread that calls this. */
export function ownThread(): Owner {
  const thread = ownerOf(threadId());
  return isAlive(thread) ? thread : ownerOf(process.pid);
}

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

const ownerOf = (pid: number): Owner => ({ pid, startedTicks: startOf(pid) ?? 0 });

/** Linux says which thread asks; of the main thread this is the process id. */
function threadId(): number {
  try {
    return Number(/\d+$/.exec(readlinkSync('/proc/thread-self'))?.[0] ?? process.pid);
  } catch {
    return process.pid;
  }
}

/** Field 22 of /proc/ID/stat; the name before it may hold spaces and brackets. */
function startOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fieldsAfterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fieldsAfterName[19]);
  } catch {
    return undefined;
  }
}
