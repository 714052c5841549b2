/** The private folder of one service's spool, and the names of the files in it. */
import { chmodSync, lstatSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { isAlive, type Owner } from './owner.ts';

/** A file of records. Its name says its age and its owner, so the name is the lock: to adopt is to rename. */
export interface Segment {
  readonly path: string;
  readonly createdMs: number;
  readonly bytes: number;
}

/**
 * Makes or checks `<root>/<service>`: a real directory of this user that nobody else can read.
 * @throws if it cannot be had; the message says why.
 */
export function openFolder(root: string, serviceName: string): string {
  const folder = join(root, folderName(serviceName));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const entry = lstatSync(folder);
  if (!entry.isDirectory()) throw new Error(`${folder} is not a directory`);
  if (process.getuid !== undefined && entry.uid !== process.getuid())
    throw new Error(`${folder} belongs to another user`);
  if ((entry.mode & 0o077) !== 0) chmodSync(folder, 0o700);
  return folder;
}

/** The service's name as one safe path segment. */
const folderName = (serviceName: string): string =>
  serviceName
    .replace(/[^\w.-]/g, '_')
    .replace(/^\.+/, '_')
    .slice(0, 128) || '_';

/** `<created ms>-<writer pid>-<thread>-<number>.<owner pid>-<owner start>.jsonl`: by name is by age. */
const segmentName = /^(?<created>\d{15})-(?<rest>[\d-]{1,40})\.(?<pid>\d{1,10})-(?<ticks>\d{1,20})\.jsonl$/;

/** The path of a new segment. The thread is named twice because not every system tells its id as the owner's. */
export function newSegmentPath(folder: string, owner: Owner, createdMs: number, number: number): string {
  const created = String(createdMs).padStart(15, '0');
  return join(folder, `${created}-${owner.pid}-${threadId}-${String(number).padStart(6, '0')}.${suffixOf(owner)}`);
}

const suffixOf = ({ pid, startedTicks }: Owner): string => `${pid}-${startedTicks}.jsonl`;

/** Takes over the segments whose owner is gone, oldest first. Two adopters at once: the rename lets one of them win. */
export function adoptSegments(folder: string, owner: Owner): Segment[] {
  const adopted: Segment[] = [];
  for (const name of readdirSync(folder).sort()) {
    const { created, rest, pid, ticks } = segmentName.exec(name)?.groups ?? {};
    if (created === undefined || isAlive({ pid: Number(pid), startedTicks: Number(ticks) })) continue;
    const path = join(folder, `${created}-${rest}.${suffixOf(owner)}`);
    try {
      renameSync(join(folder, name), path);
      adopted.push({ path, createdMs: Number(created), bytes: statSync(path).size });
    } catch {
      // Another process was quicker.
    }
  }
  return adopted;
}
