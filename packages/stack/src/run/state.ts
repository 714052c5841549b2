import { readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diskError } from '../errors.ts';
import { dataPaths } from '../paths.ts';
import type { PartName } from '../parts/types.ts';
import type { ProcessId } from './process.ts';

/** One supervisor's parts: the whole stack, or NATS alone while nothing else is needed. */
export type Role = 'stack' | 'nats';

export type Origin = 'adopted' | 'cache' | 'debian' | 'docker' | 'package' | 'path';

/** A part as its supervisor knows it. */
export interface PartRecord {
  /** Grafana, and what asks Docker, are parts with Docker only. */
  name: PartName | 'docker-stats' | 'grafana';
  title: string;
  origin: Origin;
  version: string;
  endpoint: string;
  healthUrl: string;
  /** Absent while it is held down or about to be restarted, and for a part that somebody else runs. */
  process?: ProcessId;
}

/** What a supervisor writes down, so that other commands find it and leftovers of a crash can be ended. */
export interface StackState {
  role: Role;
  way: 'docker' | 'native';
  portOffset: number;
  supervisor: ProcessId;
  /** The control socket's path. */
  socket: string;
  parts: PartRecord[];
}

export function readState(dataDir: string, role: Role): StackState | undefined {
  try {
    return JSON.parse(readFileSync(stateFile(dataDir, role), 'utf8')) as StackState;
  } catch {
    return undefined;
  }
}

/** @throws StackError when the disk is full or the folder not writable */
export async function writeState(dataDir: string, state: StackState): Promise<void> {
  await replaceFile(stateFile(dataDir, state.role), JSON.stringify(state, undefined, 2));
}

export async function removeState(dataDir: string, role: Role): Promise<void> {
  await rm(stateFile(dataDir, role), { force: true });
}

/** Replaces a file as a whole: readers see the old one or the new one. @throws StackError when the disk does not take it */
export async function replaceFile(file: string, content: string, mode = 0o644): Promise<void> {
  const work = `${file}.${process.pid}.tmp`;
  try {
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(work, content, { mode });
    await rename(work, file);
  } catch (error) {
    await rm(work, { force: true });
    throw diskError(error, `${file} cannot be written`, join(file, '..'));
  }
}

/** The file's text; undefined if there is none. */
export async function readOptional(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch(() => undefined);
}

function stateFile(dataDir: string, role: Role): string {
  return join(dataPaths(dataDir).run, `${role}.json`);
}
