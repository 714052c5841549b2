import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** A process, and not another one that got its number later. */
export interface ProcessId {
  pid: number;
  /** Clock ticks since boot, from /proc; empty where there is no /proc. */
  startTime: string;
}

/** Identifies a running process; undefined if there is none of this number (or only its shell: a zombie). */
export function identify(pid: number): ProcessId | undefined {
  if (!existsSync('/proc/self/stat')) return answersSignals(pid) ? { pid, startTime: '' } : undefined;
  try {
    // The command's name, in parentheses, may hold anything; behind it come the state and, 19 fields on, the start time.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : { pid, startTime: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

export function isAlive(id: ProcessId): boolean {
  return identify(id.pid)?.startTime === id.startTime;
}

/** Memory of a process, in bytes; why these two: docs/decisions/023. */
export interface ProcessMemory {
  /** What only its end gives back: anonymous and shared memory. */
  memoryBytes: number;
  /** That, and the pages of its program that happen to be mapped, which the kernel takes back when memory is short. */
  residentBytes: number;
}

/** Memory that a process takes; undefined where there is no /proc or no such process. */
export function memoryOf(pid: number): ProcessMemory | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const bytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? NaN) * 1024;
    const memoryBytes = bytes('RssAnon') + bytes('RssShmem');
    return Number.isNaN(memoryBytes) ? undefined : { memoryBytes, residentBytes: bytes('VmRSS') };
  } catch {
    return undefined;
  }
}

/** Ends processes that may be anybody's children: SIGTERM, and SIGKILL for those still there after the grace period. */
export async function endProcesses(ids: readonly ProcessId[], graceMs = 10_000): Promise<void> {
  const deadline = Date.now() + graceMs;
  if (graceMs > 0) for (const id of ids) signal(id, 'SIGTERM');
  while (ids.some(isAlive) && Date.now() < deadline) await pause(50);
  for (const id of ids) signal(id, 'SIGKILL');
  while (ids.some(isAlive)) await pause(20);
}

/** Sends a signal if it is still the same process. */
export function signal(id: ProcessId, name: NodeJS.Signals): void {
  try {
    if (isAlive(id)) process.kill(id.pid, name);
  } catch {
    // It ended in between, which is what was wanted.
  }
}

/**
 * Starts a process that the kernel ends (SIGTERM) when this one goes, however it goes. Where `setpriv` is missing (not Linux),
 * the next start or stop of the stack ends what was left over.
 */
export function spawnBound(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const setpriv = '/usr/bin/setpriv';
  if (!existsSync(setpriv)) return spawn(command, args, options);
  return spawn(setpriv, ['--pdeathsig', 'TERM', '--', command, ...args], options);
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function answersSignals(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
