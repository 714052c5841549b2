/** Runs `mordomo` as a user does, and looks at what it leaves behind. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TurnJson } from '@mordomo/turn';

const bin = 'packages/cli/bin/mordomo.js';

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An environment for native parts, also where a Docker daemon answers: parts are killed one by one here, and ports are looked into. */
export const nativeOnly = { ...process.env, DOCKER_HOST: 'unix:///dev/null' };

/** Starts a command; its output is kept. */
export function launch(command: string, args: readonly string[], env: NodeJS.ProcessEnv = nativeOnly) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const finished = new Promise<Finished>((resolve) => child.once('close', (code) => resolve({ code, ...output })));
  return { child, output, finished };
}

/** Runs `mordomo` to its end. */
export const mordomo = (args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Finished> =>
  launch(process.execPath, [bin, ...args], env).finished;

/** Runs `mordomo`; anything but success is an error that shows what it said. */
export async function succeed(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string> {
  const { code, stdout, stderr } = await mordomo(args, env);
  if (code !== 0) throw new Error(`mordomo ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
  return stdout;
}

/** A temporary folder; `remove` deletes it. */
export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'mordomo-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Speaks to a house on a running stack and reads the report. */
export async function demo(dataDir: string, args: readonly string[] = []): Promise<TurnJson> {
  const file = join(dataDir, 'demo.json');
  await succeed(['demo', '--data', dataDir, '--json', file, ...args]);
  return JSON.parse(await readFile(file, 'utf8')) as TurnJson;
}

/** Ends a process and waits until it is gone. */
export async function kill(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('close', resolve));
  child.kill(signal);
  await gone;
}
