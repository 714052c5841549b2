/** Starts and ends the processes of the house. */
import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';

/** How long a service may take to end before it is killed. */
const patienceMs = 5_000;

interface Entry {
  readonly name: string;
  /** The file to run. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Running {
  readonly entry: Entry;
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
}

export class Processes {
  readonly #logDir: string;
  readonly #onDeath: (what: string) => void;
  readonly #running = new Map<string, Running>();
  readonly #down = new Map<string, Entry>();

  /** @param onDeath is told what happened when a process ends that nobody stopped */
  constructor(logDir: string, onDeath: (what: string) => void) {
    this.#logDir = logDir;
    this.#onDeath = onDeath;
  }

  /** Starts a process, its output in a file of its own. Resolves when it says `ready`; rejects if it ends before. */
  async start(entry: Entry): Promise<void> {
    const { name } = entry;
    mkdirSync(this.#logDir, { recursive: true, mode: 0o700 });
    const file = join(this.#logDir, `${name}.log`);
    const log = openSync(file, 'a', 0o600);
    const env = { ...inherited(), ...entry.env };
    const child = fork(entry.entry, [], { env, stdio: ['ignore', log, log, 'ipc'] });
    closeSync(log);
    const exit = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => resolve(`${name} ended (${signal ?? `exit code ${code}`}); see ${file}`));
    });
    const ended = exit.then((what) => {
      if (this.#running.delete(name)) this.#onDeath(what);
    });
    this.#running.set(name, { entry, child, ended });
    await new Promise<void>((resolve, reject) => {
      child.on('message', (message) => message === 'ready' && resolve());
      void exit.then((what) => reject(new Error(`The house cannot start: ${what}.`)));
    });
  }

  pidOf(name: string): number {
    return this.#running.get(name)?.child.pid ?? 0;
  }

  /** Stops these; starts those that were stopped before and are not among them. */
  async keepDown(names: readonly string[]): Promise<void> {
    const back = [...this.#down.values()].filter(({ name }) => !names.includes(name));
    for (const { name } of back) this.#down.delete(name);
    await Promise.all([...names.map((name) => this.#takeDown(name)), ...back.map((entry) => this.start(entry))]);
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((name) => this.#stop(name)));
  }

  async #takeDown(name: string): Promise<void> {
    const running = this.#running.get(name);
    if (running === undefined) return;
    this.#down.set(name, running.entry);
    await this.#stop(name);
  }

  async #stop(name: string): Promise<void> {
    const running = this.#running.get(name);
    if (running === undefined) return;
    this.#running.delete(name); // it is wanted to end
    running.child.kill('SIGTERM');
    const timer = setTimeout(() => running.child.kill('SIGKILL'), patienceMs);
    await running.ended;
    clearTimeout(timer);
  }
}

/** The user's own `OTEL_*` settings are meant for their programs; whether the house keeps what was said is theirs to say. */
function inherited(): NodeJS.ProcessEnv {
  const isKept = (name: string) =>
    !name.startsWith('OTEL_') || name === 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT';
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => isKept(name)));
}
