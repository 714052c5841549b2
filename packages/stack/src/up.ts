import { resolve } from 'node:path';
import { StackError } from './errors.ts';
import { startDocker } from './docker/docker.ts';
import { downStack } from './down.ts';
import { startNative, type NativeStack } from './native.ts';
import { withLock } from './obtain/lock.ts';
import { START_GROUPS } from './parts/index.ts';
import { dataPaths, defaultCacheDir, defaultDataDir, ensureWritableDir } from './paths.ts';
import { withOffset, type Endpoints } from './ports.ts';
import { sendControl } from './run/control.ts';
import { endLeftovers, runningState } from './run/leftovers.ts';
import { isAlive, pause } from './run/process.ts';
import type { PartRecord, Role, StackState } from './run/state.ts';
import { endpointsOfState } from './status.ts';

export interface UpOptions {
  /** Folder for all of the stack's data. Default: `$XDG_STATE_HOME/mordomo`. */
  dataDir?: string;
  /** Folder for binaries. Default: `$XDG_CACHE_HOME/mordomo`. */
  cacheDir?: string;
  /** Added to every port. Default: 0. */
  portOffset?: number;
  /** Let the stack outlive this process. Default: false, it ends with it. */
  detach?: boolean;
  /** `auto` (default): Docker when it answers and has or gets the images, else native. */
  way?: 'auto' | 'native';
  /** Told what is done, one line each time. */
  onProgress?: (line: string) => void;
  /** Interrupts a build or a start, and stops a stack that was started without `detach`. */
  signal?: AbortSignal;
}

export interface RunningStack {
  parts: readonly PartRecord[];
  endpoints: Endpoints;
  /** True if it was running already: then `stop` leaves it alone. */
  adopted: boolean;
  readonly stop: () => Promise<void>;
  /** Resolves when the stack has ended; rejects with a StackError if it gave up. */
  readonly done: Promise<void>;
}

/**
 * Brings the whole stack up, or adopts the one that runs in this data folder.
 * @throws StackError, one sentence: port taken, folder not writable, disk full, Go and Docker missing, a part that does not start
 */
export function upStack(options: UpOptions = {}): Promise<RunningStack> {
  return up('stack', options);
}

/** Brings up NATS alone, natively: all that the services need before there is a stack. `upStack` adopts it later. */
export function upNats(options: UpOptions = {}): Promise<RunningStack> {
  return up('nats', { ...options, way: 'native' });
}

async function up(role: Role, options: UpOptions): Promise<RunningStack> {
  const settings = {
    dataDir: resolve(options.dataDir ?? defaultDataDir()),
    cacheDir: resolve(options.cacheDir ?? defaultCacheDir()),
    portOffset: options.portOffset ?? 0,
    detach: options.detach ?? false,
    onProgress: options.onProgress ?? (() => {}),
    role,
    ...(options.signal && { signal: options.signal }),
  };
  withOffset(settings.portOffset);
  const { run } = dataPaths(settings.dataDir);
  await ensureWritableDir(run, "the stack's data");
  const onWait = (pid: number) =>
    settings.onProgress(`Another start (process ${pid}) is under way in ${settings.dataDir}; waiting for it.`);
  return withLock(`${run}/${role}.lock`, onWait, async () => {
    const running = await adopt(role, settings);
    if (running) return running;
    if ((await endLeftovers(settings.dataDir)) > 0) settings.onProgress('Ended what a killed stack had left running.');
    if (options.way !== 'native') {
      const state = await startDocker(settings);
      if (state) return handle(settings.dataDir, state, false);
    }
    return native(role, settings);
  });
}

/** The stack that runs here already, if it answers. @throws StackError if it runs on other ports than those wanted */
async function adopt(
  role: Role,
  { dataDir, portOffset, onProgress }: { dataDir: string; portOffset: number; onProgress: (line: string) => void },
) {
  const state = runningState(dataDir, role);
  if (state === undefined || state.way === 'docker') return undefined; // Compose itself adopts what runs
  if (state.portOffset !== portOffset) {
    throw new StackError(
      `A stack with --port-offset ${state.portOffset} runs in ${dataDir} already; use that one, stop it with \`mordomo down\`, or choose another --data folder.`,
    );
  }
  await sendControl(state.socket, { command: 'ping' });
  onProgress(role === 'stack' ? 'The stack is running already.' : 'NATS is running already.');
  return handle(dataDir, state, true);
}

async function native(role: Role, settings: Parameters<typeof startNative>[1]): Promise<RunningStack> {
  const names = role === 'nats' ? (['nats'] as const) : START_GROUPS.flat();
  let started: NativeStack;
  try {
    started = await startNative(names, settings);
  } catch (error) {
    if (settings.signal?.aborted) throw new StackError('Interrupted; what was built so far is kept.');
    throw error;
  }
  const { supervisor, state } = started;
  if (supervisor === undefined) return handle(settings.dataDir, state, false);
  settings.signal?.addEventListener('abort', () => void supervisor.stop());
  return {
    parts: state.parts,
    endpoints: endpointsOfState(state),
    adopted: false,
    stop: () => supervisor.stop(),
    done: supervisor.done,
  };
}

/** A stack in other processes. */
function handle(dataDir: string, state: StackState, adopted: boolean): RunningStack {
  return {
    parts: state.parts,
    endpoints: endpointsOfState(state),
    adopted,
    stop: async () => void (adopted || (await downStack(dataDir))),
    get done() {
      return ended(dataDir, state);
    },
  };
}

async function ended(dataDir: string, state: StackState): Promise<void> {
  const runs = () =>
    state.way === 'native' ? isAlive(state.supervisor) : runningState(dataDir, state.role) !== undefined;
  while (runs()) await pause(500);
}
