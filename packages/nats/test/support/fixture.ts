/** Fixtures as processes of plain Node: instrumentation is not to be tested inside a test runner. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface FixtureOptions {
  readonly natsUrl: string;
  /** Of Node itself, before the fixture. */
  readonly nodeArgs?: readonly string[];
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Told each line of the output that is not the result. */
  readonly onLine?: (line: string) => void;
}

/** Runs a fixture to its end, and gives what it printed as its last line, which is JSON. */
export async function runFixture<Result>(name: string, options: FixtureOptions): Promise<Result> {
  const { natsUrl, nodeArgs = [], args = [], environment = {}, onLine = () => {} } = options;
  const file = join(import.meta.dirname, '..', 'fixtures', name);
  const child = spawn('node', ['--conditions=@mordomo/source', ...nodeArgs, file, ...args], {
    timeout: 110_000, // it is killed then, so that none outlives the tests
    killSignal: 'SIGKILL',
    env: { PATH: process.env['PATH'], NATS_URL: natsUrl, OTEL_NODE_RESOURCE_DETECTORS: 'env', ...environment },
  });
  let pending = '';
  let last = '';
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (pending + chunk).split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) {
      last = line;
      onLine(line);
    }
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (code !== 0) throw new Error(`${name} ended with ${code ?? signal}; it said: ${last}\n${errors}`);
  return JSON.parse(last) as Result;
}
