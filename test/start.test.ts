/** The newcomer's first command. */
import { stages } from '@mordomo/semconv';
import { PORTS } from '@mordomo/stack';
import type { TurnJson } from '@mordomo/turn';
import { createServer } from 'node:http';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { launch, temporaryFolder } from './support/mordomo.ts';
import { freePortOffset } from './support/ports.ts';

let data: Awaited<ReturnType<typeof temporaryFolder>>;
let offset: number;

beforeEach(async () => {
  data = await temporaryFolder();
  offset = await freePortOffset();
});

afterEach(() => data.remove());

/** `npm start -- …` and the report that it wrote. */
async function npmStart(...args: readonly string[]) {
  const json = join(data.path, 'out.json');
  const common = ['--data', data.path, '--port-offset', String(offset), '--json', json];
  const { code, stdout, stderr } = await launch('npm', ['start', '--', ...args, ...common]).finished;
  if (!existsSync(json)) throw new Error(`no report was written (exit ${code}):\n${stdout}\n${stderr}`);
  return { code, stdout, report: JSON.parse(await readFile(json, 'utf8')) as TurnJson };
}

test('npm start -- --embedded shows the turn and sends nothing, even if a collector listens', async () => {
  let requests = 0;
  const collector = createServer((_request, response) => {
    requests += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => collector.listen(PORTS.otlp + offset, '127.0.0.1', resolve));
  onTestFinished(() => void collector.close());
  const { code, stdout, report } = await npmStart('--embedded');
  expect({ code, requests }).toEqual({ code: 0, requests: 0 });
  expect(stdout).toContain(report.traceId);
  expect(report).toMatchObject({ source: 'spool', transcriptMatched: true, outcome: 'answered', orphans: 0 });
  expect(new Set(report.stages.map(({ stage }) => stage))).toEqual(new Set(stages));
  expect(report.services).toHaveLength(7);
});

test('the telemetry of the household is readable by its user only', async () => {
  await npmStart('--embedded', '--engine', 'scripted');
  const modes = await Promise.all(
    ['spool/wake-word', 'replies'].map(async (folder) => (await stat(join(data.path, folder))).mode & 0o777),
  );
  expect(modes).toEqual([0o700, 0o700]);
});

test('npm start -- --once finds the same turn in Jaeger, Loki and Prometheus, and ends', async () => {
  const { code, report } = await npmStart('--once');
  expect(code).toBe(0);
  expect(report).toMatchObject({ source: 'backends', transcriptMatched: true, orphans: 0 });
  expect(report.hops.jaeger.spans).toBeGreaterThan(8);
  expect(report.hops.loki.lines).toBeGreaterThan(8);
  expect(report.hops.prometheus.series).toBeGreaterThan(0);
  expect(report.hops.prometheus.exemplars).toBeGreaterThan(0);
  process.stdout.write(`npm start -- --once, milliseconds: ${JSON.stringify(report.timings)}\n`);
});
