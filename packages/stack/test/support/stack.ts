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
