/** Real NATS servers, with JetStream: the pinned one, and Debian's, which is the oldest that the house supports. */
import { defaultCacheDir, obtainDebianPackages, withOffset } from '@mordomo/stack';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { debianFolder } from '../../../stack/src/obtain/cache.ts';
import { obtainParts } from '../../../stack/src/obtain/obtain.ts';
import { nats } from '../../../stack/src/parts/nats.ts';
import { until } from '../../../../test/support/poll.ts';
import { freePortOffset } from '../../../../test/support/ports.ts';

export type ServerKind = 'pinned' | "Debian's 2.9";

const cacheDir = defaultCacheDir();

async function binaryOf(kind: ServerKind): Promise<string> {
  if (kind === 'pinned') {
    const [part] = await obtainParts([nats], { cacheDir, onProgress: console.log });
    return part?.binary ?? '';
  }
  const kept = join(debianFolder(cacheDir, nats), 'nats-server');
  if (existsSync(kept)) return kept;
  const root = await obtainDebianPackages(['nats-server'], { cacheDir: join(cacheDir, 'engines') });
  return join(root, 'usr', 'sbin', 'nats-server');
}

/** A server that can be stopped and started again with what it has stored. */
export class NatsServer {
  readonly url: string;
  readonly #binary: string;
  readonly #port: number;
  readonly #folder = mkdtempSync(join(tmpdir(), 'mordomo-nats-'));
  #process: ChildProcess | undefined;
  #said = '';

  private constructor(binary: string, port: number) {
    this.#binary = binary;
    this.#port = port;
    this.url = `127.0.0.1:${port}`;
  }

  static async start(kind: ServerKind = 'pinned'): Promise<NatsServer> {
    const server = new NatsServer(await binaryOf(kind), withOffset(await freePortOffset()).nats);
    await server.start();
    return server;
  }

  async start(): Promise<void> {
    const args = ['-a', '127.0.0.1', '-p', String(this.#port), '-js', '-sd', this.#folder];
    this.#said = '';
    this.#process = spawn(this.#binary, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#process.stderr?.on('data', (chunk: Buffer) => (this.#said += chunk.toString()));
    await until(
      'NATS starts',
      () => this.#said,
      (said) => said.includes('Server is ready'),
    );
  }

  /** Ends it at once, as a crash does. */
  async kill(): Promise<void> {
    const ended = this.#process;
    this.#process = undefined;
    if (ended === undefined) return;
    ended.kill('SIGKILL');
    if (ended.exitCode === null && ended.signalCode === null) await once(ended, 'exit');
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
