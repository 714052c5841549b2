import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { turnServerInContainer } from '../parts/turns.ts';
import { asset } from '../paths.ts';
import { withOffset } from '../ports.ts';

/** A command's result; a failure is a value here, since each one has its own sentence. */
export interface Output {
  ok: boolean;
  stdout: string;
  /** The last line that it wrote about a failure. */
  complaint: string;
}

export async function docker(
  args: readonly string[],
  options: { timeoutMs?: number; env?: Record<string, string> } = {},
): Promise<Output> {
  const settings = {
    timeout: options.timeoutMs ?? 10_000,
    env: { ...process.env, ...options.env },
    maxBuffer: 1 << 24,
  };
  try {
    const { stdout } = await promisify(execFile)('docker', args, settings);
    return { ok: true, stdout, complaint: '' };
  } catch (error) {
    const written = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    const lines = written.trim().split('\n');
    return {
      ok: false,
      stdout: '',
      complaint: lines.at(-1) || (error instanceof Error ? error.message : String(error)),
    };
  }
}

/** Runs Compose for the stack of one data folder. */
export function compose(
  dataDir: string,
  portOffset: number,
  args: readonly string[],
  timeoutMs = 60_000,
): Promise<Output> {
  const file = asset('compose', 'compose.yaml');
  return docker(['compose', '--project-name', projectName(dataDir), '--file', file, ...args], {
    timeoutMs,
    env: composeEnvironment(dataDir, portOffset),
  });
}

/** One project per data folder, so that stacks do not replace each other. */
export function projectName(dataDir: string): string {
  return `mordomo-${createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 8)}`;
}

/** Who the containers run as: the user, since the data is theirs; for root nobody in particular. */
export function containerUser(): { uid: number; gid: number } {
  const [uid, gid] = [process.getuid?.() ?? 1000, process.getgid?.() ?? 1000];
  return uid === 0 ? { uid: 10_001, gid: 10_001 } : { uid, gid };
}

/**
 * Where the daemon's socket lies, and the group that may use it: `docker-stats` asks it what each container takes.
 * @returns undefined where Docker is asked in another way
 */
export function dockerSocket(): { path: string; group: number } | undefined {
  const host = process.env['DOCKER_HOST'] || 'unix:///var/run/docker.sock';
  const path = host.startsWith('unix://') ? host.slice('unix://'.length) : '';
  const group = statSync(path, { throwIfNoEntry: false })?.gid;
  return group === undefined ? undefined : { path, group };
}

function composeEnvironment(dataDir: string, portOffset: number): Record<string, string> {
  const ports = withOffset(portOffset);
  const { uid, gid } = containerUser();
  const socket = dockerSocket();
  return {
    MORDOMO_PROJECT: projectName(dataDir),
    MORDOMO_DATA: resolve(dataDir),
    MORDOMO_HOST_NAME: hostname(),
    MORDOMO_USER: `${uid}:${gid}`,
    ...(socket && { MORDOMO_DOCKER_SOCKET: socket.path, MORDOMO_DOCKER_GROUP: String(socket.group) }),
    MORDOMO_PORT_OTLP: String(ports.otlp),
    MORDOMO_PORT_COLLECTOR_HEALTH: String(ports.collectorHealth),
    MORDOMO_PORT_JAEGER: String(ports.jaeger),
    MORDOMO_PORT_JAEGER_HEALTH: String(ports.jaegerHealth),
    MORDOMO_PORT_PROMETHEUS: String(ports.prometheus),
    MORDOMO_PORT_ALERTMANAGER: String(ports.alertmanager),
    MORDOMO_PORT_LOKI: String(ports.loki),
    MORDOMO_PORT_NATS: String(ports.nats),
    MORDOMO_PORT_NATS_MONITOR: String(ports.natsMonitor),
    MORDOMO_PORT_GRAFANA: String(ports.grafana),
    MORDOMO_PORT_TURNS: String(ports.turns),
    ...turnServerInContainer(),
  };
}
