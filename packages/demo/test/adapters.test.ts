/** Who runs openWakeWord, faster-whisper, Whisper or Piper by the adapters sees what the demo's own engines show. */
import { labels, metrics, type MetricDefinition } from '@mordomo/semconv';
import { defaultCacheDir, openHouse, spoolDirOf, upNats, type House, type RunningStack } from '@mordomo/stack';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kill, launch, temporaryFolder } from '../../../test/support/mordomo.ts';
import { until } from '../../../test/support/poll.ts';
import { freePortOffset } from '../../../test/support/ports.ts';
import { spooledPoints, spooledSpans } from '../../otel/test/support/spool.ts';

let data: Awaited<ReturnType<typeof temporaryFolder>>;
let nats: RunningStack | undefined;
let house: House | undefined;
let houseSpool: string;
let adapterSpool: string;

beforeAll(async () => {
  data = await temporaryFolder();
  adapterSpool = `${data.path}/adapters`;
  houseSpool = spoolDirOf(data.path);
  const portOffset = await freePortOffset();
  nats = await upNats({ dataDir: data.path, portOffset });
  const options = { dataDir: data.path, cacheDir: defaultCacheDir(), portOffset, delays: '' };
  house = await openHouse({ ...options, engine: 'scripted', spoolMode: 'keep' }, () => {});
  await house.speak({ say: 'what time is it' });
  await house.stop(); // its services write all that they know
  const service = launch(
    process.execPath,
    ['--conditions=@mordomo/source', new URL('fixtures/adapters.ts', import.meta.url).pathname],
    {
      PATH: process.env['PATH'],
      OTEL_SERVICE_NAME: 'adapters',
      MORDOMO_SPOOL_DIR: adapterSpool,
      MORDOMO_SPOOL_MODE: 'keep',
      MORDOMO_METRICS_SERVER: 'none',
    },
  );
  try {
    const { code, stderr } = await service.finished;
    if (code !== 0) throw new Error(`the service ended with ${code}: ${stderr}`);
  } finally {
    await kill(service.child);
  }
});
afterAll(async () => {
  await house?.stop();
  await nats?.stop();
  await data.remove();
});

/** What the protocols do not tell. */
const untold = new Set(['voice.wake.score', 'voice.stt.confidence', 'voice.model']);

const stageKeys = (spoolDir: string, service: string, name: string) =>
  spooledSpans(spoolDir, service)
    .filter((span) => span.name === name)
    .map(({ attributes }) =>
      Object.keys(attributes)
        .filter((key) => !untold.has(key))
        .sort(),
    );

test.each([
  ['wake-word', 'voice.wake', 1],
  ['whisper-asr', 'voice.stt', 2],
  ['tts-engine', 'voice.tts', 1],
])('what %s says of its stage, the adapters say', async (service, name, count) => {
  const [expected] = await until(
    'the stage of the house',
    () => stageKeys(houseSpool, service, name),
    ({ length }) => length > 0,
  );
  const seen = stageKeys(adapterSpool, 'adapters', name);
  expect(seen).toEqual(Array.from({ length: count }, () => expected));
  const root = spooledSpans(adapterSpool, 'adapters').find((span) => span.name === 'voice.turn');
  for (const span of spooledSpans(adapterSpool, 'adapters').filter((each) => each.name === name))
    expect(span.parentSpanId).toBe(root?.spanId);
});

const engineMetrics: readonly (readonly [service: string, metric: MetricDefinition])[] = [
  ['wake-word', metrics.wakeWordDetections],
  ['whisper-asr', metrics.sttLatency],
  ['whisper-asr', metrics.audio],
  ['whisper-asr', metrics.realTimeFactor],
  ['tts-engine', metrics.ttsGeneration],
  ['tts-engine', metrics.timeToFirstAudioByte],
  ['tts-engine', metrics.ttsCharacters],
  ['tts-engine', metrics.audio],
  ['tts-engine', metrics.realTimeFactor],
];

test.each(engineMetrics.map(([service, metric]) => ({ service, metric, name: metric.name })))(
  '$name of $service is recorded by the adapters, with the same labels',
  ({ service, metric: { name } }) => {
    const series = (spoolDir: string, by: string) =>
      new Set(
        spooledPoints(spoolDir, by, name).map((point) =>
          JSON.stringify({ ...point.labels, [labels.model.key]: undefined }, Object.keys(point.labels).sort()),
        ),
      );
    const expected = series(houseSpool, service);
    expect(expected.size).toBeGreaterThan(0);
    expect([...series(adapterSpool, 'adapters')]).toEqual(expect.arrayContaining([...expected]));
  },
);
