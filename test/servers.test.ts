/** The household's own servers: Prometheus asks those that it named, and tells what they tell themselves. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { upStack, type RunningStack } from '@mordomo/stack';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from './support/mordomo.ts';
import { until } from './support/poll.ts';
import { freePortOffset } from './support/ports.ts';
import { startPostgresql, whyNoPostgresql, type PostgresqlServer } from './support/postgresql.ts';
import { qdrantStandIn, type StandIn } from './support/server-stand-ins.ts';
import { prometheusQuery } from './support/backends.ts';

const reason = whyNoPostgresql();
const vectors = 4711;
const said: string[] = [];
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let stack: RunningStack;
let postgresql: PostgresqlServer | undefined;
let qdrant: StandIn;

beforeAll(async () => {
  folder = await temporaryFolder();
  qdrant = await qdrantStandIn(vectors);
  if (reason === undefined) postgresql = await startPostgresql((line) => said.push(line));
  const servers = { qdrant: qdrant.address, ...(postgresql && { postgres: postgresql.exporter }), redis: 'home:6379' };
  await writeFile(join(folder.path, 'servers.json'), JSON.stringify(servers));
  const onProgress = (line: string) => void said.push(line);
  stack = await upStack({ dataDir: folder.path, portOffset: await freePortOffset(), way: 'native', onProgress });
}, 1_800_000);

afterAll(async () => {
  await stack?.stop();
  await postgresql?.stop();
  qdrant?.stop();
  await folder.remove();
});

const ask = async (query: string): Promise<number | undefined> => {
  const [sample] = await prometheusQuery(stack.endpoints, query);
  return sample && Number(sample.value[1]);
};
const becomes = (query: string, value: number | undefined) =>
  until(
    query,
    () => ask(query),
    (seen) => seen === value,
    120_000,
  );

test('a server that is not known is said in one sentence, and the rest is used', () => {
  expect(said.filter((line) => line.includes('servers.json'))).toEqual([
    `"redis" in ${join(folder.path, 'servers.json')} is not used: only postgres and qdrant are known there.`,
  ]);
});

test('Qdrant, of which a stand-in gives the documented text, is up and has its vectors', async () => {
  expect(await becomes('up{job="qdrant"}', 1)).toBe(1);
  expect(await becomes('qdrant_vectors_count{job="qdrant"}', vectors)).toBe(vectors);
});

describe.skipIf(reason !== undefined)(`PostgreSQL${reason === undefined ? '' : ` (${reason})`}`, () => {
  test('is up, and has the active connections that it tells itself', async () => {
    expect(await becomes('up{job="postgres"}', 1)).toBe(1);
    for (let busy = 0; busy < 5; busy += 1) postgresql?.keepBusy();
    const both = async () => ({
      seen: await ask('postgres_connections_active{job="postgres"}'),
      own: Number(postgresql?.ask("select count(*) from pg_stat_activity where state = 'active'")),
    });
    // Whoever asks is active himself, the exporter as well as this test.
    const { seen, own } = await until(
      'the busy connections',
      both,
      (pair) => pair.own >= 6 && pair.seen === pair.own,
      120_000,
    );
    process.stdout.write(`active connections: ${seen} in Prometheus, ${own} by PostgreSQL\n`);
  });

  test('that is gone has no connections', async () => {
    await postgresql?.stopServer();
    expect(await becomes('postgres_connections_active', undefined)).toBe(undefined);
  });
});
