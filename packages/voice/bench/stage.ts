/**
 * What a stage costs, with telemetry off, and with all of it on, to the spool: until the service can hand its result on, and
 * with what is written down after that. In CPU time of the thread, so that other work on the machine does not count.
 * `npm run bench -w packages/voice`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { openTurn, runStage, streamStage } from '../src/index.ts';

/** As many stages as a few turns have; then the telemetry is written, as it would be between two turns. */
const stagesAtOnce = 40;
const writeDelayMs = 5;

async function* threePieces(): AsyncIterable<number> {
  yield 1;
  yield 2;
  yield 3;
}

const drain = async (pieces: AsyncIterable<number>): Promise<void> => {
  for await (const _ of pieces);
};

const { context } = openTurn({ device: 'kitchen' });
const options = { context, attributes: { 'voice.engine': 'flite', 'voice.audio_seconds': 2 } };
const works: Readonly<Record<string, () => unknown>> = {
  'a function': () => runStage('tts', () => 1, options),
  'an async function': () => runStage('tts', async () => 1, options),
  'a stream of three pieces': () => drain(streamStage('tts', threePieces, options)),
  'three pieces, no stage': () => drain(threePieces()),
};

/** CPU microseconds of this thread since it was asked before. */
function stopwatch(): () => number {
  let before = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(before);
    before = process.threadCpuUsage();
    return user + system;
  };
}

async function measure(telemetry: 'off' | 'on', bursts: number): Promise<object[]> {
  const rows: object[] = [];
  for (const [work, run] of Object.entries(works)) {
    let [atOnce, after] = [0, 0];
    for (let burst = -bursts / 10; burst < bursts; burst += 1) {
      const spent = stopwatch();
      for (let count = 0; count < stagesAtOnce; count += 1) await run();
      const now = spent();
      await nextTurn();
      if (telemetry === 'on') await sleep(3 * writeDelayMs);
      if (burst < 0) continue; // warm up
      atOnce += now;
      after += spent();
    }
    const each = (total: number) => `${(total / bursts / stagesAtOnce).toFixed(2)} µs`;
    rows.push({ telemetry, work, 'until its result is there': each(atOnce), 'written down after that': each(after) });
  }
  return rows;
}

const off = await measure('off', 10_000);
const spool = mkdtempSync(join(tmpdir(), 'mordomo-bench-'));
process.once('exit', () => rmSync(spool, { recursive: true, force: true }));
Object.assign(process.env, {
  OTEL_SERVICE_NAME: 'bench',
  OTEL_BSP_SCHEDULE_DELAY: String(writeDelayMs),
  OTEL_BLRP_SCHEDULE_DELAY: String(writeDelayMs),
  MORDOMO_SPOOL_DIR: spool,
  MORDOMO_SPOOL_MODE: 'keep',
  MORDOMO_METRICS_SERVER: 'none',
});
await import('@mordomo/otel');
console.table([...off, ...(await measure('on', 200))]);
console.log(`Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`);
