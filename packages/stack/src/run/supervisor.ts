import type { Server } from 'node:net';
import { rmSync } from 'node:fs';
import { StackError } from '../errors.ts';
import type { ObtainedPart } from '../obtain/obtain.ts';
import { START_GROUPS } from '../parts/index.ts';
import { withOffset, type Ports } from '../ports.ts';
import type { PartName } from '../parts/types.ts';
import { controlSocketPath, serveControl, type ControlRequest } from './control.ts';
import { ManagedPart } from './managed-part.ts';
import { identify, pause, signal, type ProcessId } from './process.ts';
import { removeState, writeState, type PartRecord, type Role, type StackState } from './state.ts';

export interface SupervisorOptions {
  dataDir: string;
  role: Role;
  portOffset: number;
  obtained: readonly ObtainedPart[];
  /** Parts that somebody else runs: they are listed, never touched. */
  adopted: readonly PartRecord[];
  onProgress: (line: string) => void;
}

const BACK_OFF_MS = 1000;
/** A part that dies this often within a minute is beyond restarting: the stack stops and says so. */
const MAX_DEATHS = 3;

/** Starts the parts in order of health, restarts the one that dies, and ends all of them together. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #ports: Ports;
  readonly #parts: ManagedPart[];
  readonly #end = Promise.withResolvers<void>();
  readonly #socket: string;
  #phase: 'running' | 'starting' | 'stopping' = 'starting';
  #server: Server | undefined;
  #writing: Promise<void> = Promise.resolve();
  #stopped: Promise<void> | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#ports = withOffset(options.portOffset);
    this.#socket = controlSocketPath(options.dataDir, options.role);
    const context = { dataDir: options.dataDir, ports: this.#ports };
    this.#parts = options.obtained.map(
      (obtained) => new ManagedPart(obtained, context, (part, change) => this.#onChange(part, change)),
    );
    this.#end.promise.catch(() => {}); // whoever awaits `done` sees it; nobody has to
    process.on('exit', this.#onExit);
  }

  /** Resolves after `stop`; rejects with a StackError if the stack gave up by itself. */
  get done(): Promise<void> {
    return this.#end.promise;
  }

  /** Starts everything. @throws StackError if a part does not come up; nothing is left running then */
  async start(): Promise<void> {
    try {
      this.#server = await serveControl(this.#socket, (request) => this.#handle(request));
      for (const group of START_GROUPS) {
        await Promise.all(this.#parts.filter((part) => group.includes(part.name)).map((part) => part.start()));
      }
      await this.#save();
      this.#phase = 'running';
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Stops everything in reverse order; calling it again waits for the same end. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stopAll().then(() => this.#end.resolve());
    return this.#stopped;
  }

  /** Kills a part and keeps it down until `release`: how tests take a backend away. */
  async hold(name: PartName): Promise<void> {
    const part = this.#find(name);
    part.held = true;
    await part.stop(0);
  }

  async release(name: PartName): Promise<void> {
    const part = this.#find(name);
    if (!part.held) return;
    part.held = false;
    await part.start();
  }

  async restart(name: PartName): Promise<void> {
    const part = this.#find(name);
    part.held = true;
    await part.stop();
    await this.release(name);
  }

  #find(name: PartName): ManagedPart {
    const part = this.#parts.find((candidate) => candidate.name === name);
    if (part) return part;
    const names = this.#parts.map((candidate) => candidate.name).join(', ');
    throw new StackError(`This stack runs no part "${name}"; it runs ${names}.`);
  }

  async #handle(request: ControlRequest): Promise<void> {
    if ('part' in request) await this[request.command](request.part);
    else if (request.command === 'stop') await this.stop();
  }

  #onChange(part: ManagedPart, change: 'ended' | 'started'): void {
    this.#save().catch((error: unknown) => this.#options.onProgress(String(error)));
    if (change === 'started' || this.#phase !== 'running' || part.held) return;
    const now = Date.now();
    part.deaths = [...part.deaths.filter((time) => now - time < 60_000), now];
    if (part.deaths.length >= MAX_DEATHS) {
      void this.#giveUp(part);
    } else {
      this.#options.onProgress(
        `${part.obtained.part.title} ended unexpectedly and is started again.${part.lastWords()}`,
      );
      void this.#startAgain(part);
    }
  }

  async #startAgain(part: ManagedPart): Promise<void> {
    await pause(BACK_OFF_MS);
    if (this.#phase !== 'running' || part.held) return;
    try {
      await part.start();
    } catch {
      // Another death was seen by #onChange; a part that hangs is made one.
      await part.stop(0);
    }
  }

  async #giveUp(part: ManagedPart): Promise<void> {
    const { title } = part.obtained.part;
    const error = new StackError(
      `${title} ended ${MAX_DEATHS} times within a minute; the stack is stopped.${part.lastWords()}`,
    );
    this.#options.onProgress(error.message);
    this.#stopped ??= this.#stopAll();
    await this.#stopped;
    this.#end.reject(error);
  }

  async #stopAll(): Promise<void> {
    this.#phase = 'stopping';
    for (const group of START_GROUPS.toReversed()) {
      await Promise.all(this.#parts.filter((part) => group.includes(part.name)).map((part) => part.stop()));
    }
    await this.#writing.catch(() => {});
    await removeState(this.#options.dataDir, this.#options.role);
    this.#server?.close();
    rmSync(this.#socket, { force: true });
    process.off('exit', this.#onExit);
  }

  /** When this process ends without `stop`, the parts get the signal from here where the kernel does not send it. */
  readonly #onExit = (): void => {
    for (const part of this.#parts) if (part.process) signal(part.process, 'SIGTERM');
  };

  #save(): Promise<void> {
    if (this.#phase === 'stopping') return Promise.resolve();
    this.#writing = this.#writing.catch(() => {}).then(() => writeState(this.#options.dataDir, this.state()));
    return this.#writing;
  }

  state(): StackState {
    const { role, portOffset, adopted } = this.#options;
    const own = this.#parts.map(({ obtained, process: running }): PartRecord => ({
      name: obtained.part.name,
      title: obtained.part.title,
      origin: obtained.origin,
      version: obtained.version,
      endpoint: obtained.part.endpoint(this.#ports),
      healthUrl: obtained.part.healthUrl(this.#ports),
      ...(running && { process: running }),
    }));
    return {
      role,
      way: 'native',
      portOffset,
      supervisor: ownProcess(),
      socket: this.#socket,
      parts: [...own, ...adopted],
    };
  }
}

function ownProcess(): ProcessId {
  return identify(process.pid) ?? { pid: process.pid, startTime: '' };
}
