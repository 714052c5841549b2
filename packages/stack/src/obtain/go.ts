import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { StackError } from '../errors.ts';

/**
 * Makes sure that a Go is there that can build the parts: any since 1.21, it fetches the newer toolchain that they ask for by itself.
 * @throws StackError that says what to install
 */
export async function requireGo(parts: readonly string[]): Promise<void> {
  const what = `${parts.join(', ')} must be built first`;
  let output: string;
  try {
    output = (await promisify(execFile)('go', ['version'], { timeout: 20_000 })).stdout;
  } catch {
    throw new StackError(
      `${what}, and neither Go nor Docker answers on this machine; install Go 1.21 or newer (https://go.dev/dl/) or start Docker, then run this again.`,
    );
  }
  const [major, minor] = (/go(\d+)\.(\d+)/.exec(output) ?? []).slice(1).map(Number);
  if (major === 1 && minor !== undefined && minor < 21) {
    throw new StackError(
      `${what}, and ${output.trim()} is too old for that; install Go 1.21 or newer (https://go.dev/dl/), then run this again.`,
    );
  }
}
