/** Starts the service that is examined, with the probe in it, and ends it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { fault, type Fault } from './faults.ts';
import { readReports, reportFolderVariable, type ProbeReport, type SentProbe } from './probe-report.ts';

const pollMs = 50;
const endWithinMs = 3000;

export interface ExaminedService {
  /** What the first process that has telemetry sent, or why there is none within this time. */
  readonly firstProbe: (withinMs: number, stop?: AbortSignal) => Promise<SentProbe | Fault>;
  /** Its last lines, for the case that it did not come up. */
  readonly lastLines: () => string[];
  /** Ends it, and everything that it started. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a command with the probe in every Node process of it.
 * @param command undefined: a service of our own that does nothing else
 */
export function startService(command: readonly string[] | undefined): ExaminedService {
  const reports = mkdtempSync(join(tmpdir(), 'mordomo-doctor-'));
  const [file = '', ...args] = command ?? [process.execPath, fileURLToPath(import.meta.resolve('#probe-service'))];
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
  return {
    firstProbe: async (withinMs, stop) => {
      const looking = new AbortController();
      const signal = stop === undefined ? looking.signal : AbortSignal.any([stop, looking.signal]);
      const outcome = await Promise.race([failure, firstSent(reports, withinMs, signal)]);
      looking.abort();
      // One that does its work and ends may have sent between two looks.
      return sentIn(readReports(reports)) ?? outcome;
    },
    lastLines: () => output.join('').split('\n').filter(Boolean).slice(-10),
    stop: async () => {
      await endGroup(child.pid);
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

const sentIn = (processes: readonly ProbeReport[]): SentProbe | undefined =>
  processes.find(({ sent }) => sent !== undefined)?.sent;

async function firstSent(reports: string, withinMs: number, stop: AbortSignal): Promise<SentProbe | Fault> {
  const deadlineMs = Date.now() + withinMs;
  for (;;) {
    const processes = readReports(reports);
    const sent = sentIn(processes);
    if (sent !== undefined) return sent;
    if (Date.now() > deadlineMs) return silent(processes, withinMs);
    await wait(pollMs, undefined, { signal: stop });
  }
}

function silent(processes: readonly ProbeReport[], withinMs: number): Fault {
  if (process.env['OTEL_SDK_DISABLED']?.trim().toLowerCase() === 'true') return fault('switched-off');
  const seen = processes.map(({ pid, entry }) => `${entry} (process ${pid})`).join(', ') || 'no Node process at all';
  return fault('not-imported', `Seen within ${withinMs / 1000} s: ${seen}.`);
}

/** Also where the command itself is over and left something behind. */
async function endGroup(leader: number | undefined): Promise<void> {
  if (leader === undefined) return;
  const deadlineMs = Date.now() + endWithinMs;
  let isThere = signalGroup(leader, 'SIGTERM');
  while (isThere && Date.now() < deadlineMs) {
    await wait(pollMs);
    isThere = signalGroup(leader, 0);
  }
  if (isThere) signalGroup(leader, 'SIGKILL');
}

/** @returns whether somebody of the group was there */
function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-leader, signal);
  } catch {
    return false;
  }
}
