import type { ChildProcess } from 'node:child_process';
import { openSync, closeSync, renameSync, readFileSync, statSync } from 'node:fs';
import { diskError, StackError } from '../errors.ts';
import type { ObtainedPart } from '../obtain/obtain.ts';
import { dataPaths } from '../paths.ts';
import type { PartContext } from '../parts/types.ts';
import { untilHealthy } from './health.ts';
import { endProcesses, identify, spawnBound, type ProcessId } from './process.ts';

const READY_WITHIN_MS = 60_000;
const MAX_LOG_BYTES = 10 * 1024 * 1024;

type PartListener = (part: ManagedPart, change: 'ended' | 'started') => void;

/** One part as a child process: it is started, found healthy, dies or is stopped, and may be started again. */
export class ManagedPart {
  readonly obtained: ObtainedPart;
  readonly #context: PartContext;
  readonly #onChange: PartListener;
  #child: ChildProcess | undefined;
  /** Held down on request: its death is wanted and it stays down. */
  held = false;
  /** Times of its deaths, of late. */
  deaths: number[] = [];
  process: ProcessId | undefined;

  constructor(obtained: ObtainedPart, context: PartContext, onChange: PartListener) {
    this.obtained = obtained;
    this.#context = context;
    this.#onChange = onChange;
  }

  get name() {
    return this.obtained.part.name;
  }

  /** Starts it and waits until it does its work. @throws StackError with its last lines if it does not come up */
  async start(): Promise<void> {
    const { part, binary } = this.obtained;
    await part.beforeStart?.(this.#context);
    const child = this.#spawn(binary);
    const gone = () => this.#child !== child;
    if (await untilHealthy(part.healthUrl(this.#context.ports), gone, READY_WITHIN_MS)) return;
    if (this.held) return;
    const what = gone() ? 'ended while starting' : `was not ready within ${READY_WITHIN_MS / 1000} s`;
    throw new StackError(`${part.title} ${what}.${this.lastWords()}`);
  }

  #spawn(binary: string): ChildProcess {
    const { part } = this.obtained;
    const log = openLog(dataPaths(this.#context.dataDir).log(part.name));
    try {
      const child = spawnBound(binary, part.args(this.#context), {
        cwd: this.#context.dataDir,
        env: { ...plainEnvironment(), ...part.env(this.#context) },
        stdio: ['ignore', log, log],
        detached: true, // a group of its own: Ctrl-C in the terminal reaches the supervisor alone, which stops things in order
      });
      this.#child = child;
      this.process = child.pid === undefined ? undefined : identify(child.pid);
      const onEnd = () => {
        if (this.#child !== child) return;
        this.#child = undefined;
        this.process = undefined;
        this.#onChange(this, 'ended');
      };
      child.once('exit', onEnd).once('error', onEnd);
      this.#onChange(this, 'started');
      return child;
    } finally {
      closeSync(log);
    }
  }

  /** Ends it, gracefully unless `graceMs` is 0, and waits until it is gone. */
  async stop(graceMs = 10_000): Promise<void> {
    if (this.process !== undefined) await endProcesses([this.process], graceMs);
  }

  /** The end of its log, as a paragraph to append to a sentence. */
  lastWords(): string {
    const file = dataPaths(this.#context.dataDir).log(this.name);
    const lines = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(-5)
      .filter((line) => line !== '');
    const said = lines.map((line) => `\n  ${line.slice(0, 400)}`).join('');
    return said === '' ? ` It said nothing (${file}).` : ` Its last lines (${file}):${said}`;
  }
}

function openLog(file: string): number {
  try {
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_LOG_BYTES) renameSync(file, `${file}.1`);
    return openSync(file, 'a', 0o600);
  } catch (error) {
    throw diskError(error, 'The log cannot be written', file);
  }
}

/** The user's `OTEL_*` and `GO*` variables are meant for their own programs, not for the backends. */
function plainEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TZ', 'LANG', 'TMPDIR', 'SSL_CERT_FILE', 'SSL_CERT_DIR'];
  return Object.fromEntries(
    kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
