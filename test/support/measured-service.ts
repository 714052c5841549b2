/** The service that does as it is told, with the probe of the doctor in it, and what others than itself say of it. */
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { KeptSpool } from './kept-spool.ts';
import { kill, launch } from './mordomo.ts';
import { until } from './poll.ts';
import { cpuSecondsOf, residentBytesOf } from './proc.ts';

/** So long that all that is done in one go fits between two pushes, with time to rest. */
const pushMs = 5000;
const name = 'measured';
const file = join(import.meta.dirname, '../../packages/otel/test/fixtures/measured.ts');
const probe = join(import.meta.dirname, '../../packages/doctor/src/probe.ts');

export interface MeasuredService {
  readonly address: string;
  readonly spool: KeptSpool;
  readonly launchedMs: number;
  /** When the probe had written its report, in milliseconds since the epoch. */
  readonly probedMs: () => number;
  readonly seen: () => Promise<Seen>;
  readonly stop: () => Promise<void>;
}

/** By the kernel, and by V8's own log. */
interface Seen {
  readonly atMs: number;
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  /** Collections of all of the heap, and what they took together. */
  readonly collections: number;
  readonly collectingMs: number;
}

export async function startMeasured(folder: string, natsUrl: string): Promise<MeasuredService> {
  const reports = join(folder, 'doctor');
  mkdirSync(reports);
  const launchedMs = Date.now();
  const node = ['--conditions=@mordomo/source', '--expose-gc', '--trace-gc', '--import', probe];
  const { child, output } = launch('node', [...node, file], {
    PATH: process.env['PATH'],
    NATS_URL: natsUrl,
    OTEL_SERVICE_NAME: name,
    OTEL_METRIC_EXPORT_INTERVAL: String(pushMs),
    MORDOMO_SPOOL_DIR: folder,
    MORDOMO_SPOOL_MODE: 'keep',
    MORDOMO_METRICS_SERVER: 'none',
    MORDOMO_DOCTOR_REPORTS: reports,
  });
  const stop = () => kill(child, 'SIGTERM');
  try {
    const [, port] = await until(
      'the service listens',
      () => /listening (\d+)/.exec(output.stdout) ?? [output.stderr],
      (found) => found.length > 1,
      120_000,
    );
    const pid = child.pid ?? 0;
    return {
      address: `http://127.0.0.1:${port}`,
      spool: new KeptSpool(folder, name),
      launchedMs,
      probedMs: () => statSync(join(reports, readdirSync(reports)[0] ?? '')).mtimeMs,
      seen: async () => ({
        atMs: performance.now(),
        cpuSeconds: await cpuSecondsOf(pid),
        residentBytes: await residentBytesOf(pid),
        ...collectionsIn(output.stdout),
      }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Lines such as `… ms: Mark-Compact 3.9 (5.0) -> 3.7 (6.0) MB, pooled: 0 MB, 26.65 / 0.00 ms …`. */
function collectionsIn(log: string): Pick<Seen, 'collections' | 'collectingMs'> {
  const lines = [...log.matchAll(/: Mark-Compact .*?, ([\d.]+) \/ [\d.]+ ms/g)];
  return { collections: lines.length, collectingMs: lines.reduce((sum, [, ms]) => sum + Number(ms), 0) };
}
