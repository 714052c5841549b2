/** What a probed process writes down, and where. */
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Destination } from './destinations.ts';
import type { Signal } from './signals.ts';

/** Names the folder for the reports; the probe does nothing where it is not set. */
export const reportFolderVariable = 'MORDOMO_DOCTOR_REPORTS';

export interface ProbeReport {
  readonly pid: number;
  /** The file that the process runs. */
  readonly entry: string;
  /** Telemetry is on in this process, and one of each signal was sent. */
  readonly sent?: SentProbe;
}

export interface SentProbe {
  readonly service: string;
  readonly traceId: string;
  /** Whether the sampler keeps the span. */
  readonly isSampled: boolean;
  /** When it was sent, in milliseconds since the epoch; in seconds it is the value of the metric. */
  readonly atMs: number;
  /** Where each signal goes; undefined where it is not sent. Headers hold secrets: the file is private. */
  readonly destinations: Readonly<Partial<Record<Signal, Destination>>>;
  /** Telemetry is sent, and not only kept in the spool. */
  readonly isForwarded: boolean;
  /** What keeps libraries of the service from being traced, a sentence each. */
  readonly advice: readonly string[];
}

/** Readers never see half of it. */
export function writeReport(folder: string, report: ProbeReport): void {
  const file = join(folder, `${report.pid}.json`);
  writeFileSync(`${file}.part`, JSON.stringify(report), { mode: 0o600 });
  renameSync(`${file}.part`, file);
}

export const readReports = (folder: string): ProbeReport[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as ProbeReport);
