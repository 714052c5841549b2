/** Starts the service that is examined, with the probe in it, and ends it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fault, type Fault } from './faults.ts';
import { readReports, reportFolderVariable, type ProbeReport, type SentProbe } from './probe-report.ts';

const pollMs = 50;
const endWithinMs = 3000;

export interface ExaminedService {
  readonly sent?: SentProbe;
  readonly fault?: Fault;
  /** Its last lines, for the case that it did not come up. */
  readonly lastLines: readonly string[];
  /** Ends it, and everything that it started. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a command with the probe in every Node process of it, and waits until one of them has sent.
 * @param command undefined: a service of our own that does nothing else
 * @param waitMs how long a service may take until its telemetry is on
 */
export async function startService(command: readonly string[] | undefined, waitMs: number): Promise<ExaminedService> {
  const reports = mkdtempSync(join(tmpdir(), 'mordomo-doctor-'));
  const [file = '', ...args] = command ?? [process.execPath, new URL(import.meta.resolve('#probe-service')).pathname];
  const child = spawn(file, args, {
    // A group of its own, so that what the command starts ends with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environmentFor(reports, command === undefined) },
  });
  const output = collectOutput(child);
  const failure = new Promise<Fault>((resolve) => {
    child.once('error', (error) => resolve(fault('service-not-started', `${file}: ${error.message}.`)));
    child.once('exit', (code, signal) => resolve(fault('service-ended', `It ended with ${signal ?? code}.`)));
  });
  const outcome = await Promise.race([failure, firstSent(reports, waitMs)]);
  const late = 'id' in outcome ? readReports(reports).find(({ sent }) => sent !== undefined)?.sent : undefined;
  const found = late ?? outcome;
  return {
    ...('id' in found ? { fault: found } : { sent: found }),
    lastLines: output.join('').trimEnd().split('\n').slice(-10),
    stop: async () => {
      await end(child);
      rmSync(reports, { recursive: true, force: true });
    },
  };
}

/** The conditions under which this process runs hold for the probe too. */
function environmentFor(reports: string, isOwn: boolean): Record<string, string> {
  const conditions = process.execArgv.filter((option) => option.startsWith('--conditions='));
  const options = [process.env['NODE_OPTIONS'], ...conditions, `--import=${import.meta.resolve('#probe')}`];
  const name = isOwn && !process.env['OTEL_SERVICE_NAME'] ? { OTEL_SERVICE_NAME: 'mordomo-doctor' } : {};
  return { ...name, NODE_OPTIONS: options.filter(Boolean).join(' '), [reportFolderVariable]: reports };
}

function collectOutput(child: ChildProcess): string[] {
  const output: string[] = [];
  const keep = (chunk: Buffer): void => {
    output.push(chunk.toString());
    if (output.length > 200) output.shift();
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return output;
}

async function firstSent(reports: string, waitMs: number): Promise<SentProbe | Fault> {
  const deadlineMs = Date.now() + waitMs;
  for (;;) {
    const processes = readReports(reports);
    const sent = processes.find((report) => report.sent !== undefined)?.sent;
    if (sent !== undefined) return sent;
    if (Date.now() > deadlineMs) return silent(processes, waitMs);
    await wait(pollMs);
  }
}

function silent(processes: readonly ProbeReport[], waitMs: number): Fault {
  if (process.env['OTEL_SDK_DISABLED']?.trim().toLowerCase() === 'true') return fault('switched-off');
  const seen = processes.map(({ pid, entry }) => `${entry} (process ${pid})`).join(', ') || 'no Node process at all';
  return fault('not-imported', `Seen within ${waitMs / 1000} s: ${seen}.`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  process.kill(-child.pid, 'SIGTERM');
  const left = await Promise.race([exited.then(() => false), wait(endWithinMs, true, { ref: false })]);
  if (left) process.kill(-child.pid, 'SIGKILL');
  await exited;
}
