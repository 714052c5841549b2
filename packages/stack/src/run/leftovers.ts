import { endProcesses, isAlive } from './process.ts';
import { readState, removeState, type Role, type StackState } from './state.ts';

export const ROLES: readonly Role[] = ['stack', 'nats'];

/** The state of a native supervisor that is alive, or of containers; undefined if nothing runs in this data folder. */
export function runningState(dataDir: string, role: Role): StackState | undefined {
  const state = readState(dataDir, role);
  return state !== undefined && (state.way === 'docker' || isAlive(state.supervisor)) ? state : undefined;
}

/** Ends what a supervisor that was killed left behind. @returns how many processes */
export async function endLeftovers(dataDir: string): Promise<number> {
  let ended = 0;
  for (const role of ROLES) {
    const state = readState(dataDir, role);
    if (state === undefined || runningState(dataDir, role) !== undefined) continue;
    const own = state.parts.filter((part) => part.origin !== 'adopted').flatMap((part) => part.process ?? []);
    const alive = own.filter(isAlive);
    await endProcesses(alive);
    await removeState(dataDir, role);
    ended += alive.length;
  }
  return ended;
}
