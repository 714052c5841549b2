/**
 * Every way in which a service ends × whether its collector is there × ES module or CommonJS. For each: nothing is lost, and
 * exit code, own handlers and output are those of the same service without telemetry, which runs right before it. Times are
 * printed, not asserted.
 */
import { afterAll, expect, test } from 'vitest';
import { absentPort, FakeCollector } from './support/fake-collector.ts';
import { Service, temporaryFolder, until } from './support/processes.ts';
import { spooledPoints } from './support/spool.ts';
import { median } from '../../../test/support/median.ts';

const items = 40;
const signals: Readonly<Record<string, NodeJS.Signals>> = {
  SIGTERM: 'SIGTERM',
  'SIGTERM, handled': 'SIGTERM',
  SIGINT: 'SIGINT',
};
const endings = [
  ...Object.keys(signals),
  'uncaught exception',
  'unhandled rejection',
  'process.exit',
  'natural end',
  'cluster worker',
  'thread ends',
  'thread is terminated',
];
const formats = { 'ES module': 'lifecycle/esm.mjs', CommonJS: 'lifecycle/commonjs.cjs' } as const;
const collectors = ['up', 'away', 'hanging'] as const;

interface Run {
  readonly code: number | string;
  /** What it said, without the times. */
  readonly said: readonly string[];
  /** From the cause of the end to the end. */
  readonly tookMs: number;
}

async function run(file: string, ending: string, environment: Record<string, string>): Promise<Run> {
  const service = new Service(file, environment, ending, String(items));
  const signal = signals[ending];
  let causedAtMs = 0;
  if (signal !== undefined) {
    await service.said('ready');
    causedAtMs = Date.now();
    service.kill(signal);
  }
  const code = await service.ended();
  const times = Object.fromEntries(
    [...service.output.matchAll(/^(ends|ended) at (\d+)$/gm)].map(([, what, at]) => [what, Number(at)]),
  );
  const tookMs = (times['ended'] ?? Date.now()) - (times['ends'] ?? causedAtMs);
  const said = service.output
    .split('\n')
    .filter((line) => !/ at \d+$/.test(line))
    .sort();
  return { code, said, tookMs };
}

interface Cell {
  readonly ending: string;
  readonly collector: string;
  readonly format: string;
  readonly exit: number | string;
  readonly deliveredAtOnce: boolean;
  readonly bareMs: number;
  readonly tracedMs: number;
}

const cells: Cell[] = [];

const medians = (by: 'ending' | 'collector'): object[] =>
  [...Map.groupBy(cells, (cell) => cell[by])].map(([name, alike]) => {
    const [bareMs, tracedMs] = [median(alike.map((cell) => cell.bareMs)), median(alike.map((cell) => cell.tracedMs))];
    return { [by]: name, runs: alike.length, bareMs, tracedMs, addedMs: tracedMs - bareMs };
  });

afterAll(() => {
  console.table(cells);
  console.table(medians('ending'));
  console.table(medians('collector'));
});

const combinations = collectors.flatMap((state) => Object.keys(formats).map((format) => [state, format] as const));

test.each(combinations)(
  'with the collector %s, no ending of a service in %s loses anything',
  async (state, format) => {
    const file = formats[format as keyof typeof formats];
    const collector = new FakeCollector();
    const port = await absentPort();
    const environment = {
      OTEL_SERVICE_NAME: 'lifecycle',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      MORDOMO_SPOOL_DIR: temporaryFolder(),
    };
    if (state === 'hanging') collector.answer = () => ({ status: 0 });
    if (state !== 'away') await collector.start(port);

    for (const ending of endings) {
      const bare = await run('lifecycle/endings.cjs', ending, {});
      const traced = await run(file, ending, environment);
      expect({ ...traced, tookMs: 0 }).toEqual({ ...bare, tookMs: 0 });
      cells.push({
        ending,
        collector: state,
        format,
        exit: traced.code,
        deliveredAtOnce: lostOf(collector, ending) === 0,
        bareMs: bare.tookMs,
        tracedMs: traced.tookMs,
      });
    }

    collector.answer = () => undefined;
    if (state === 'away') await collector.start(port);
    // The next start sends what the others left.
    const next = new Service(file, environment, 'SIGTERM', '0');
    const lost = (): Record<string, number> =>
      Object.fromEntries(endings.map((ending) => [ending, lostOf(collector, ending)]));
    await until(
      () => Object.values(lost()).every((count) => count === 0),
      () => JSON.stringify(lost()),
      60_000,
    );
    next.kill('SIGTERM');
    await collector.stop();
  },
  600_000,
);

test('a worker thread that is not busy leaves its last counts, too, when it is terminated', async () => {
  const ending = 'thread is terminated';
  const countsLeft = async (): Promise<number> => {
    const spoolDir = temporaryFolder();
    const environment = { OTEL_SERVICE_NAME: 'lifecycle', MORDOMO_SPOOL_DIR: spoolDir, MORDOMO_SPOOL_MODE: 'keep' };
    await run(formats.CommonJS, ending, environment);
    const [point] = spooledPoints(spoolDir, 'lifecycle', 'emitted');
    return point?.asDouble ?? 0;
  };
  // Where the machine is busy, the thread may not be run in time.
  const seen: number[] = [];
  while (!seen.includes(items) && seen.length < 10) seen.push(await countsLeft());
  expect(seen).toContain(items);
}, 600_000);

/** How many items of the work before this ending are not at the collector. */
function lostOf(collector: FakeCollector, ending: string): number {
  const { spans, lines, counts } = arrivedOf(collector, ending);
  // A thread that is busy when it is terminated may not hear in time that its last counts are wanted.
  const mayMissCounts = ending === 'thread is terminated';
  return 3 * items - spans - lines - (mayMissCounts ? items : counts);
}

/** What reached the collector of the work before this ending. */
function arrivedOf(collector: FakeCollector, ending: string): { spans: number; lines: number; counts: number } {
  const isOurs = (text: unknown): boolean => typeof text === 'string' && new RegExp(`^${ending} \\d+$`).test(text);
  const counts = collector
    .metrics()
    .filter(({ name }) => name === 'emitted')
    .flatMap(({ sum }) => (sum as { dataPoints: DataPoint[] }).dataPoints)
    .filter(({ attributes }) => attributes.some(({ value }) => value.stringValue === ending))
    .map(({ asDouble }) => asDouble);
  // Sent again if the answer came too late: delivery is at least once.
  return {
    spans: new Set(
      collector
        .spans()
        .map(({ name }) => name)
        .filter(isOurs),
    ).size,
    lines: new Set(
      collector
        .logs()
        .map(({ body }) => (body as { stringValue: string }).stringValue)
        .filter(isOurs),
    ).size,
    counts: Math.max(0, ...counts),
  };
}

interface DataPoint {
  readonly asDouble: number;
  readonly attributes: readonly { readonly value: { readonly stringValue: string } }[];
}
