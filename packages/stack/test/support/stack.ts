import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePortOffset } from '../../../../test/support/ports.ts';
import { upStack, type RunningStack, type UpOptions } from '../../src/index.ts';

export async function temporaryDir(): Promise<string> {
  return await mkdtemp(join(tmpdir(), 'mordomo-stack-'));
}

export interface TestStack extends RunningStack {
  dataDir: string;
  portOffset: number;
  /** Stops it and removes its data. */
  readonly dispose: () => Promise<void>;
}

/** A native stack with a folder and ports of its own. */
export async function startTestStack(options: UpOptions = {}): Promise<TestStack> {
  const dataDir = options.dataDir ?? (await temporaryDir());
  const portOffset = await freePortOffset();
  const stack = await upStack({ way: 'native', ...options, dataDir, portOffset });
  const dispose = async () => {
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  // Spreading would read the lazy `done`.
  return Object.assign(Object.create(stack) as RunningStack, { dataDir, portOffset, dispose });
}

/** Polls until the function gives something; says what was seen last when the time is over. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T>,
  holds: (seen: T) => boolean,
  timeoutMs = 20_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > deadline)
      throw new Error(`${what} did not come within ${timeoutMs} ms; seen: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
