/**
 * What a stage costs its caller: with telemetry off, and with all of it on, to the spool. Prints a table.
 * `npm run bench -w packages/voice`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Bench } from 'tinybench';
import { openTurn, runStage, streamStage } from '../src/index.ts';

/** As many stages as a few turns have; then the telemetry is written, as it would be between two turns. */
const stagesAtOnce = 40;
const writeDelayMs = 5;

async function* threePieces(): AsyncIterable<number> {
  yield 1;
  yield 2;
  yield 3;
}

interface Row {
  readonly telemetry: string;
  readonly work: string;
  readonly median: string;
  readonly mean: string;
}

const microseconds = (milliseconds: number): string => `${(milliseconds * 1000).toFixed(2)} µs`;

async function measure(telemetry: 'off' | 'on', iterations: number): Promise<Row[]> {
  let stages = 0;
  const pause = async () => {
    if (telemetry === 'on' && ++stages % stagesAtOnce === 0) await sleep(3 * writeDelayMs);
  };
  const { context } = openTurn({ device: 'kitchen' });
  const options = { context, attributes: { 'voice.engine': 'flite', 'voice.audio_seconds': 2 } };
  const drain = async (pieces: AsyncIterable<number>) => {
    for await (const _ of pieces);
  };
  const bench = new Bench({ iterations, time: 0, warmupIterations: iterations, warmupTime: 0 })
    .add('a function', () => runStage('tts', () => 1, options), { beforeEach: pause })
    .add('an async function', () => runStage('tts', async () => 1, options), { beforeEach: pause })
    .add('a stream of three pieces', () => drain(streamStage('tts', threePieces, options)), { beforeEach: pause })
    .add('three pieces, no stage', () => drain(threePieces()), { beforeEach: pause });
  await bench.run();
  return bench.tasks.flatMap(({ name, result }) => {
    if (!('latency' in result)) return [];
    const { p50, mean } = result.latency;
    return [{ telemetry, work: name, median: microseconds(p50), mean: microseconds(mean) }];
  });
}

const off = await measure('off', 500_000);
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
console.table([...off, ...(await measure('on', 5000))]);
