/** Services as real processes of plain Node: instrumentation is not to be tested inside a test runner. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** A process of a fixture; killed at the end of the test if it still runs. */
export class Service {
  readonly #child: ChildProcess;
  output = '';
  errors = '';

  constructor(fixture: string, environment: Record<string, string>, ...args: string[]) {
    const file = join(import.meta.dirname, '..', 'fixtures', fixture);
    this.#child = spawn('node', ['--conditions=@mordomo/source', file, ...args], {
      env: { PATH: process.env['PATH'], HOME: '/nonexistent', MORDOMO_METRICS_SERVER: 'none', ...environment },
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
    onTestFinished(() => void this.#child.kill('SIGKILL'));
  }

  /** Waits for a text on stdout. */
  async said(text: string): Promise<void> {
    await until(
      () => this.output.includes(text),
      () => `it said ${this.output} and ${this.errors}`,
    );
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Waits for the end; gives exit code or signal. */
  async ended(): Promise<number | string> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      await Promise.race([once(this.#child, 'exit'), wait(90_000, undefined, { ref: false })]);
    }
    return this.#child.exitCode ?? this.#child.signalCode ?? `still running; it said ${this.output} ${this.errors}`;
  }
}

/** Polls until a condition holds; fails with what was seen instead. */
export async function until(holds: () => boolean, seen: () => string, deadlineMs = 60_000): Promise<void> {
  const end = Date.now() + deadlineMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`Not within ${deadlineMs} ms: ${seen()}`);
    await wait(20);
  }
}

/** A folder for spools that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mordomo-otel-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface SpoolRecord {
  readonly signal: string;
  readonly items: number;
  readonly body: object;
}

/** Records that lie in a service's spool. */
export function spoolRecords(spoolDir: string, service: string): SpoolRecord[] {
  const folder = join(spoolDir, service);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1))
    .map((line) => JSON.parse(line) as SpoolRecord);
}

/** Items that lie in a service's spool, by signal. */
export function spooled(spoolDir: string, service: string): Record<string, number> {
  const items: Record<string, number> = {};
  for (const record of spoolRecords(spoolDir, service)) {
    items[record.signal] = (items[record.signal] ?? 0) + record.items;
  }
  return items;
}
