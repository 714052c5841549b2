import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { diskError, systemCode } from '../errors.ts';
import { identify, isAlive, pause, type ProcessId } from '../run/process.ts';

/**
 * Runs `work` while no other process holds the lock file. A lock whose holder has died is taken over.
 * @param onWait told once if somebody else holds it, with their process id
 * @throws StackError when the disk is full or the folder not writable
 */
export async function withLock<T>(file: string, onWait: (pid: number) => void, work: () => Promise<T>): Promise<T> {
  let told = false;
  for (;;) {
    const holder = tryLock(file);
    if (holder === undefined) break;
    if (!told) onWait(holder.pid);
    told = true;
    await pause(200);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** Takes the lock and returns undefined, or returns its living holder. */
function tryLock(file: string): ProcessId | undefined {
  const mine = `${file}.${randomUUID()}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(mine, JSON.stringify(identify(process.pid)));
  } catch (error) {
    rmSync(mine, { force: true });
    throw diskError(error, `${file} cannot be written`, dirname(file));
  }
  try {
    // A link appears with its content at once, so that nobody ever reads half a lock.
    linkSync(mine, file);
    return undefined;
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
    const holder = readHolder(file);
    if (holder !== undefined && isAlive(holder)) return holder;
    breakLock(file, holder);
    return tryLock(file);
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Takes a dead process's lock away; if a third one was quicker and it is theirs by now, it is put back. */
function breakLock(file: string, dead: ProcessId | undefined): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
    if (readHolder(aside)?.pid !== dead?.pid) linkSync(aside, file);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(systemCode(error) ?? '')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function readHolder(file: string): ProcessId | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessId;
  } catch {
    return undefined;
  }
}
