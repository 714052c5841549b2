import { resolve } from 'node:path';
import { stopDocker } from './docker/docker.ts';
import { StackError } from './errors.ts';
import type { PartName } from './parts/types.ts';
import { defaultDataDir } from './paths.ts';
import { sendControl } from './run/control.ts';
import { endLeftovers, ROLES, runningState } from './run/leftovers.ts';

/**
 * Stops whatever runs in the data folder, also what a killed stack left.
 * @returns false if nothing did
 */
export async function downStack(dataDir = defaultDataDir()): Promise<boolean> {
  const folder = resolve(dataDir);
  let stopped = false;
  for (const role of ROLES) {
    const state = runningState(folder, role);
    if (state === undefined) continue;
    stopped = true;
    if (state.way === 'docker') await stopDocker(folder, state);
    else await sendControl(state.socket, { command: 'stop' });
  }
  return (await endLeftovers(folder)) > 0 || stopped;
}

/** Kills a part of a running stack (SIGKILL) and keeps it down. @throws StackError if there is no such part */
export function holdPart(dataDir: string, part: PartName): Promise<void> {
  return control(dataDir, 'hold', part);
}

/** Starts a held part again and waits until it is healthy. */
export function releasePart(dataDir: string, part: PartName): Promise<void> {
  return control(dataDir, 'release', part);
}

/** Stops a part in order and starts it again. */
export function restartPart(dataDir: string, part: PartName): Promise<void> {
  return control(dataDir, 'restart', part);
}

async function control(dataDir: string, command: 'hold' | 'release' | 'restart', part: PartName): Promise<void> {
  const state = runningState(resolve(dataDir), 'stack');
  if (state?.way !== 'native')
    throw new StackError(`No native stack runs in ${dataDir}; start one with \`mordomo up\`.`);
  await sendControl(state.socket, { command, part });
}
