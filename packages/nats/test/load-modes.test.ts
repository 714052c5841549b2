/** However a service is started and written, its messages are traced. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runFixture } from './support/fixture.ts';
import { startNatsServer, type NatsServer } from './support/nats-server.ts';
import type { SeenSpan } from './support/seen.ts';

const preload = join(import.meta.dirname, 'fixtures', 'preload.ts');

const modes = [
  { mode: 'an ES module with telemetry on its first line', fixture: 'first-line.ts', nodeArgs: [] },
  {
    mode: 'an ES module after --import',
    fixture: 'preloaded.ts',
    nodeArgs: ['--import', pathToFileURL(preload).href],
  },
  { mode: 'an ES module after --require', fixture: 'preloaded.ts', nodeArgs: ['--require', preload] },
  { mode: 'CommonJS', fixture: 'commonjs.cjs', nodeArgs: [] },
];

let server: NatsServer | undefined;
beforeAll(async () => {
  server = await startNatsServer();
});
afterAll(() => server?.stop());

test.each(modes.flatMap((mode) => ['nats-core 3', 'nats 2'].map((library) => ({ ...mode, library }))))(
  '$mode: $library',
  async ({ fixture, nodeArgs, library }) => {
    const spans = await runFixture<SeenSpan[]>(fixture, { natsUrl: server?.url ?? '', nodeArgs, args: [library] });
    const [published, processed] = spans;
    expect(spans.map(({ name }) => name)).toEqual(['publish modes.any', 'process modes.any']);
    expect(processed).toMatchObject({ traceId: published?.traceId, parentSpanId: published?.spanId });
  },
);
