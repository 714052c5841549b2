/** Starts and ends the processes of the house. */
import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';

/** How long a service may take to end before it is killed. */
const patienceMs = 5_000;

export interface Started {
  readonly name: string;
  readonly pid: number;
  /** Resolves when the process says `ready`; rejects if it ends before. */
  readonly ready: Promise<void>;
  /** Resolves with what happened if the process ends, whoever wanted it. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** Starts a process, its output in a file of its own. */
export function start(name: string, entry: string, env: Readonly<Record<string, string>>, logDir: string): Started {
  mkdirSync(logDir, { recursive: true, mode: 0o700 });
  const file = join(logDir, `${name}.log`);
  const log = openSync(file, 'a', 0o600);
  const child = fork(entry, [], { env: { ...inherited(), ...env }, stdio: ['ignore', log, log, 'ipc'] });
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(`${name} ended (${signal ?? `exit code ${code}`}); see ${file}`));
  });
  closeSync(log);
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message) => message === 'ready' && resolve());
    void ended.then((what) => reject(new Error(`The house cannot start: ${what}.`)));
  });
  return { name, pid: child.pid ?? 0, ready, ended, stop: () => stop(child, ended) };
}

/** The user's own `OTEL_*` settings are meant for their programs; whether the house keeps what was said is theirs to say. */
function inherited(): NodeJS.ProcessEnv {
  const isKept = (name: string) =>
    !name.startsWith('OTEL_') || name === 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT';
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => isKept(name)));
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await ended;
  clearTimeout(timer);
}
