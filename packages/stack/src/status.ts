import { resolve } from 'node:path';
import { dockerStatus } from './docker/docker.ts';
import { defaultDataDir } from './paths.ts';
import { endpointsAt, withOffset, type Endpoints } from './ports.ts';
import { isHealthy, natsVersion } from './run/health.ts';
import { runningState } from './run/leftovers.ts';
import { memoryOf } from './run/process.ts';
import type { Origin, PartRecord, StackState } from './run/state.ts';

export interface PartStatus {
  name: string;
  title: string;
  /** Where it came from. `cache`: built by us. `adopted`: it ran already. */
  origin: Origin;
  version: string;
  pid?: number;
  container?: string;
  endpoint: string;
  healthy: boolean;
  /** What only its end gives back; undefined if it cannot be told. */
  memoryBytes?: number;
  /** With the mapped pages of its program; undefined in containers, whose count leaves out what the kernel may take back. */
  residentBytes?: number;
}

/** Every part that runs (or should) in the data folder; empty if no stack does. */
export async function stackStatus(dataDir = defaultDataDir()): Promise<PartStatus[]> {
  const folder = resolve(dataDir);
  const state = runningState(folder, 'stack') ?? runningState(folder, 'nats');
  if (state === undefined) return [];
  if (state.way === 'docker') return dockerStatus(folder, state);
  return Promise.all(state.parts.map(partStatus));
}

/** Where the parts of the running stack answer; undefined if none runs. */
export function endpointsOf(dataDir = defaultDataDir()): Endpoints | undefined {
  const state = runningState(resolve(dataDir), 'stack');
  return state && endpointsOfState(state);
}

/** By how much the ports of the running stack are moved; undefined if none runs. */
export function portOffsetOf(dataDir = defaultDataDir()): number | undefined {
  return runningState(resolve(dataDir), 'stack')?.portOffset;
}

export function endpointsOfState(state: StackState): Endpoints {
  const ports = withOffset(state.portOffset);
  const grafana = state.way === 'docker' ? { grafana: `http://127.0.0.1:${ports.grafana}` } : {};
  return { ...endpointsAt(ports), ...grafana };
}

async function partStatus(part: PartRecord): Promise<PartStatus> {
  const { name, title, origin, version, endpoint, healthUrl, process: running } = part;
  // A server that somebody else runs may have no health address: its greeting is asked for instead.
  const healthy = healthUrl.startsWith('nats:')
    ? (await natsVersion(Number(new URL(healthUrl).port))) !== undefined
    : await isHealthy(healthUrl);
  return {
    name,
    title,
    origin,
    version,
    ...(running && { pid: running.pid }),
    endpoint,
    healthy,
    ...(running && memoryOf(running.pid)),
  };
}
