/** More than one set-up of OpenTelemetry in a process: the first one wins, it is said once, and the service is traced once. */
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { FakeCollector, type Item } from './support/fake-collector.ts';
import { Service, temporaryFolder } from './support/processes.ts';

const fixtures = join(import.meta.dirname, 'fixtures', 'second-setup');
const ours = '@mordomo/otel';
const register = '@opentelemetry/auto-instrumentations-node/register';
const nodeSdk = pathToFileURL(join(fixtures, 'node-sdk.mjs')).href;
const exporterOnly = pathToFileURL(join(fixtures, 'exporter-only.mjs')).href;

const weCameFirst = [expect.stringMatching(/^\[mordomo\] OpenTelemetry is set up a second time .* Remove it\.$/)];
const weCameLater = [expect.stringMatching(/^\[mordomo\] OpenTelemetry was set up before .* Remove one of the two\.$/)];

/** Runs the service with these preloads; gives what it spooled or exported, and what was said on stderr. */
async function watch(preloads: readonly string[], entry = 'service.mjs') {
  const collector = new FakeCollector();
  const spoolDir = temporaryFolder();
  const service = new Service(`second-setup/${entry}`, {
    NODE_ENV: 'production',
    NODE_OPTIONS: preloads.map((preload) => `--import ${preload}`).join(' '),
    OTEL_SERVICE_NAME: 'house',
    OTEL_EXPORTER_OTLP_ENDPOINT: await collector.start(),
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_NODE_RESOURCE_DETECTORS: 'env,host,process',
    MORDOMO_SPOOL_DIR: spoolDir,
    MORDOMO_SPOOL_MODE: 'keep',
  });
  expect(await service.ended()).toBe(0);
  expect(service.output).toContain('the service has done its work');
  if (existsSync(join(spoolDir, 'house'))) collector.takeSpool(spoolDir, 'house');
  await collector.stop();
  return { collector, said: service.errors.split('\n').filter((line) => line !== '') };
}

const [server, client] = [2, 3];
const spansOf = (collector: FakeCollector, kind: number) => collector.spans().filter((span) => span['kind'] === kind);

/** Everything there is once, and belongs together. */
function expectTracedOnce(collector: FakeCollector): void {
  const servers = spansOf(collector, server);
  expect(servers.map(({ name }) => name)).toEqual(['GET /rooms/:room', 'GET /rooms/:room']);
  expect(ids(servers, 'parentSpanId')).toEqual(ids(spansOf(collector, client), 'spanId'));
  const lines = collector.logs().filter(({ body }) => JSON.stringify(body).includes('asked for a room'));
  expect(ids(lines, 'spanId')).toEqual(ids(servers, 'spanId'));
  const durations = collector.metrics().findLast(({ name }) => name === 'http.server.request.duration');
  expect(durations?.['histogram']).toMatchObject({ dataPoints: [{ count: 2 }] });
}

const ids = (items: readonly Item[], key: string): string[] => items.map((item) => String(item[key])).sort();

test.each([
  ['alone', [ours], []],
  ['twice, by a flag and on the first line', [ours, ours], []],
  ['before the stock register', [ours, register], weCameFirst],
  ['before a NodeSDK in code', [ours, nodeSdk], weCameFirst],
  ['before a NodeSDK without instrumentations', [ours, exporterOnly], weCameFirst],
])('%s, this package traces the service once', async (_how, preloads, sentences) => {
  const { collector, said } = await watch(preloads);
  expectTracedOnce(collector);
  expect(said).toEqual(sentences);
});

test.each([
  ['lines.mjs', weCameFirst],
  ['both-forms.cjs', []],
])('imported by the code of the service (%s) as well', async (entry, sentences) => {
  const { collector, said } = await watch([], entry);
  expectTracedOnce(collector);
  expect(said).toEqual(sentences);
});

test.each([
  ['the stock register', [register, ours]],
  ['a NodeSDK in code', [nodeSdk, ours]],
])('after %s this package stays off, and says so', async (_what, preloads) => {
  const { collector, said } = await watch(preloads);
  expect(spansOf(collector, server)).toHaveLength(2);
  expect(said).toEqual(weCameLater);
});

test('two versions of this package: the first one is used, and both are named', async () => {
  const folder = temporaryFolder();
  const original = resolve(import.meta.dirname, '..');
  mkdirSync(join(folder, 'other'));
  cpSync(join(original, 'src'), join(folder, 'other', 'src'), { recursive: true });
  symlinkSync(resolve(original, '..', '..', 'node_modules'), join(folder, 'node_modules'));
  const description = JSON.parse(readFileSync(join(original, 'package.json'), 'utf8')) as object;
  writeFileSync(join(folder, 'other', 'package.json'), JSON.stringify({ ...description, version: '0.0.9' }));

  const { collector, said } = await watch([ours, pathToFileURL(join(folder, 'other', 'src', 'register.ts')).href]);
  expectTracedOnce(collector);
  expect(said).toEqual([
    expect.stringMatching(/installed twice: 0\.1\.0 in \S+ is used, 0\.0\.9 in \S+ does nothing\. `npm dedupe`/),
  ]);
});
