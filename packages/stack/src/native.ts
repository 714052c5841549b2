import { alertingSentences, writeAlerting } from './alerting/write.ts';
import {
  obtainParts,
  discardIfDamaged,
  type ObtainedBinary,
  type ObtainedPart,
  type ObtainOptions,
} from './obtain/obtain.ts';
import { BINARY_PARTS, PARTS } from './parts/index.ts';
import type { PartDefinition, PartName } from './parts/types.ts';
import { withOffset } from './ports.ts';
import { startDetached } from './run/detached.ts';
import { prepareDataDir } from './run/folders.ts';
import { requireFreePorts } from './run/port-check.ts';
import { runningNats } from './run/running-nats.ts';
import { writeServerTargets } from './run/servers.ts';
import { runningState } from './run/leftovers.ts';
import { Supervisor } from './run/supervisor.ts';
import type { PartRecord, Role, StackState } from './run/state.ts';

export interface NativeOptions {
  dataDir: string;
  cacheDir: string;
  portOffset: number;
  role: Role;
  detach: boolean;
  onProgress: (line: string) => void;
  signal?: AbortSignal;
}

/** A started native stack; `supervisor` is absent when it runs in a process of its own. */
export interface NativeStack {
  state: StackState;
  supervisor?: Supervisor;
}

/** Obtains every native part, so that a later start takes seconds. @throws StackError as `upStack` does */
export async function obtainStack(options: ObtainOptions): Promise<void> {
  await obtainParts(BINARY_PARTS, options);
}

/** Obtains the parts, makes sure that their ports are free, and starts them. */
export async function startNative(names: readonly PartName[], options: NativeOptions): Promise<NativeStack> {
  const ports = withOffset(options.portOffset);
  const nats = names.includes('nats') ? await runningNats(options.dataDir, ports) : undefined;
  const parts: PartDefinition[] = names
    .filter((name) => nats === undefined || name !== 'nats')
    .map((name) => PARTS[name]);
  await requireFreePorts(parts, ports);
  await prepareDataDir(options.dataDir, ports);
  for (const sentence of await writeServerTargets(options.dataDir)) options.onProgress(sentence);
  if (names.includes('alertmanager')) {
    const secrets = await writeAlerting(options.dataDir, ports, 'native');
    for (const sentence of alertingSentences(secrets)) options.onProgress(sentence);
  }
  const binaries = BINARY_PARTS.filter((part) => parts.includes(part));
  const own = parts.filter((part) => !binaries.some((binary) => binary === part)).map(ownPart);
  const obtained = await obtainParts(binaries, options);
  await requireFreePorts(parts, ports); // a build takes its time
  options.signal?.throwIfAborted();
  const adopted = nats === undefined ? [] : [nats];
  try {
    return await start([...obtained, ...own], adopted, options);
  } catch (error) {
    // A damage that size and time do not show is noticed here, when a part does not come up.
    if (!(await discardDamaged(obtained, options))) throw error;
    return await start([...(await obtainParts(binaries, options)), ...own], adopted, options);
  }
}

/** A part of this very package, for the Node that runs this. */
const ownPart = (part: PartDefinition): ObtainedPart => ({
  part,
  binary: process.execPath,
  version: part.version,
  origin: 'package',
});

async function start(
  obtained: readonly ObtainedPart[],
  adopted: readonly PartRecord[],
  options: NativeOptions,
): Promise<NativeStack> {
  const { dataDir, portOffset, role, onProgress } = options;
  if (options.detach) {
    await startDetached({ dataDir, portOffset, role, obtained, adopted }, onProgress);
    const state = runningState(dataDir, role);
    if (state === undefined) throw new Error('the detached stack wrote no state');
    return { state };
  }
  const supervisor = new Supervisor({ dataDir, portOffset, role, obtained, adopted, onProgress });
  await supervisor.start();
  return { state: supervisor.state(), supervisor };
}

async function discardDamaged(
  obtained: readonly ObtainedBinary[],
  { cacheDir, onProgress }: NativeOptions,
): Promise<boolean> {
  let any = false;
  for (const one of obtained) {
    if (!(await discardIfDamaged(one, cacheDir))) continue;
    onProgress(`The cached ${one.part.title} is damaged; it is obtained anew.`);
    any = true;
  }
  return any;
}
