/** Runs a program to its end. */
import { spawn } from 'node:child_process';

export interface Ended {
  /** Exit code, or the signal that ended it. */
  readonly ending: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Options {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
}

/** Runs a program; whatever its ending, it is given back. After `timeoutMs` the program is killed. */
export async function attempt(program: string, args: readonly string[], options: Options = {}): Promise<Ended> {
  const { timeoutMs = 300_000, ...rest } = options;
  const child = spawn(program, args, {
    ...rest,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ ending: code ?? signal, ...output }));
  });
}

/** Runs a program that must succeed. */
export async function run(program: string, args: readonly string[], options?: Options): Promise<string> {
  const { ending, stdout, stderr } = await attempt(program, args, options);
  if (ending !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${ending}:\n${stdout}\n${stderr}`);
  return stdout;
}
