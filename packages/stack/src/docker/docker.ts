import { StackError } from '../errors.ts';
import { PARTS } from '../parts/index.ts';
import { withOffset } from '../ports.ts';
import { isHealthy, untilHealthy } from '../run/health.ts';
import { requireFreePorts } from '../run/port-check.ts';
import { identify } from '../run/process.ts';
import { runningNats } from '../run/running-nats.ts';
import { removeState, writeState, type PartRecord, type StackState } from '../run/state.ts';
import type { PartStatus } from '../status.ts';
import { compose, docker, dockerSocket } from './compose.ts';
import { prepareForDocker } from './prepare.ts';

export interface DockerOptions {
  dataDir: string;
  portOffset: number;
  onProgress: (line: string) => void;
}

/** The containers of `compose.yaml`. */
export const ALL_SERVICES: readonly PartRecord['name'][] = [
  'nats',
  'nats-exporter',
  'prometheus',
  'alertmanager',
  'jaeger',
  'loki',
  'collector',
  'docker-stats',
  'turns',
  'grafana',
];
/** Containers that no port leads to from this machine: they are in order while they run. */
const INSIDE_ALONE: ReadonlySet<PartRecord['name']> = new Set(['nats-exporter', 'docker-stats']);
export const GRAFANA_VERSION = '13.2.0';
const READY_WITHIN_MS = 120_000;

/**
 * Brings the stack up in containers.
 * @param wanted which parts; those running already are kept
 * @returns undefined, after a sentence, where that cannot be done here; the native way is next
 * @throws StackError if it could but failed
 */
export async function startDocker(options: DockerOptions, wanted = ALL_SERVICES): Promise<StackState | undefined> {
  const { dataDir, portOffset, onProgress } = options;
  const reason = await whyNotDocker();
  if (reason !== undefined) {
    onProgress(reason);
    return undefined;
  }
  const ports = withOffset(portOffset);
  const ours = (await containers(dataDir, portOffset)).some(({ State }) => State === 'running');
  const nats = ours ? undefined : await runningNats(dataDir, ports);
  const canRun = { nats: nats === undefined, 'docker-stats': dockerSocket() !== undefined };
  const services = wanted.filter((name) => !(name in canRun) || canRun[name as keyof typeof canRun]);
  const parts = Object.values(PARTS).filter(({ name }) => services.includes(name));
  await prepareForDocker(dataDir, portOffset, onProgress);
  onProgress('Docker answers; making sure that it has the images.');
  const pulled = await compose(dataDir, portOffset, ['pull', '--quiet', '--policy', 'missing', ...services], 900_000);
  if (!pulled.ok) {
    onProgress(`Docker answers but cannot pull the images (${pulled.complaint}); the native parts are used.`);
    return undefined;
  }
  if (!ours)
    await requireFreePorts(
      parts.filter(({ name }) => !INSIDE_ALONE.has(name)),
      ports,
    );
  try {
    const state = await startContainers(options, services, nats === undefined ? [] : [nats]);
    await writeState(dataDir, state);
    return state;
  } catch (error) {
    await compose(dataDir, portOffset, ['down', '--remove-orphans'], 120_000);
    throw error;
  }
}

export async function stopDocker(dataDir: string, state: StackState): Promise<void> {
  const down = await compose(dataDir, state.portOffset, ['down', '--remove-orphans'], 120_000);
  if (!down.ok) throw new StackError(`The containers cannot be stopped: ${down.complaint}`);
  await removeState(dataDir, 'stack');
}

export async function dockerStatus(dataDir: string, state: StackState): Promise<PartStatus[]> {
  const running = await containers(dataDir, state.portOffset);
  const memory = await memoryBytes(running.filter(({ State }) => State === 'running').map(({ ID }) => ID));
  return Promise.all(
    state.parts.map(async ({ name, title, origin, version, endpoint, healthUrl }): Promise<PartStatus> => {
      const container = running.find(({ Service }) => Service === name);
      const used = container && memory.get(container.ID);
      return {
        name,
        title,
        origin,
        version,
        ...(container && { container: container.Name }),
        endpoint,
        healthy: INSIDE_ALONE.has(name) ? container?.State === 'running' : await isHealthy(healthUrl),
        ...(used !== undefined && { memoryBytes: used }),
      };
    }),
  );
}

/** A sentence if there is no Docker to be used, or undefined. */
async function whyNotDocker(): Promise<string | undefined> {
  const daemon = await docker(['version', '--format', '{{.Server.Version}}']);
  if (!daemon.ok) return 'No Docker daemon answers; the native parts are used.';
  const plugin = await docker(['compose', 'version']);
  return plugin.ok ? undefined : 'Docker answers but has no Compose plugin; the native parts are used.';
}

async function startContainers(
  options: DockerOptions,
  services: readonly string[],
  adopted: PartRecord[],
): Promise<StackState> {
  const { dataDir, portOffset } = options;
  const up = async (names: readonly string[]) => {
    if (names.length === 0) return;
    const { ok, complaint } = await compose(
      dataDir,
      portOffset,
      ['up', '--detach', '--pull', 'never', ...names],
      READY_WITHIN_MS,
    );
    if (!ok) throw new StackError(`The containers cannot be started: ${complaint}`);
  };
  const isLate = (name: string) => name === 'nats-exporter'; // it looks for NATS once, when it starts
  await up(services.filter((name) => !isLate(name)));
  const state = dockerState(portOffset, services, adopted);
  for (const part of state.parts.filter(({ name, origin }) => origin === 'docker' && !INSIDE_ALONE.has(name))) {
    if (await untilHealthy(part.healthUrl, () => false, READY_WITHIN_MS)) continue;
    const logs = await compose(dataDir, portOffset, ['logs', '--no-log-prefix', '--tail', '5', part.name]);
    throw new StackError(
      `${part.title} was not ready within ${READY_WITHIN_MS / 1000} s. Its last lines:\n${logs.stdout}`,
    );
  }
  await up(services.filter(isLate));
  return state;
}

function dockerState(portOffset: number, services: readonly string[], adopted: PartRecord[]): StackState {
  const ports = withOffset(portOffset);
  const records = Object.values(PARTS).map((part): PartRecord => {
    const { name, title, version } = part;
    const endpoint = INSIDE_ALONE.has(name) ? '' : part.endpoint(ports);
    return { name, title, version, origin: 'docker', endpoint, healthUrl: part.healthUrl(ports) };
  });
  const address = `http://127.0.0.1:${ports.grafana}`;
  const statistics = { name: 'docker-stats', title: 'Docker statistics', version: PARTS.collector.version } as const;
  records.push({ ...statistics, origin: 'docker', endpoint: '', healthUrl: '' });
  const grafana = { name: 'grafana', title: 'Grafana', version: GRAFANA_VERSION, origin: 'docker' } as const;
  records.push({ ...grafana, endpoint: address, healthUrl: `${address}/api/health` });
  const supervisor = identify(process.pid) ?? { pid: process.pid, startTime: '' };
  return {
    role: 'stack',
    way: 'docker',
    portOffset,
    supervisor,
    socket: '',
    parts: [...records.filter(({ name }) => services.includes(name)), ...adopted],
  };
}

/** As `docker compose ps` writes it. */
interface Container {
  ID: string;
  Name: string;
  Service: string;
  State: string;
}

async function containers(dataDir: string, portOffset: number): Promise<Container[]> {
  const { stdout } = await compose(dataDir, portOffset, ['ps', '--all', '--format', 'json']);
  return lines(stdout).map((line) => JSON.parse(line) as Container);
}

/** What each container uses, as Docker tells it ("61.2MiB / 320MiB"). */
async function memoryBytes(ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const { stdout } = await docker(['stats', '--no-stream', '--format', '{{.ID}} {{.MemUsage}}', ...ids]);
  const units: Record<string, number> = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };
  const rows = lines(stdout).flatMap((line) => {
    const [, id = '', amount, unit = 'B'] = /^(\w+) ([\d.]+)(\w+) /.exec(line) ?? [];
    return amount === undefined ? [] : [[id, Math.round(Number(amount) * (units[unit] ?? 1))] as const];
  });
  return new Map(
    ids.flatMap((id) => rows.filter(([short]) => id.startsWith(short)).map(([, bytes]) => [id, bytes] as const)),
  );
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
