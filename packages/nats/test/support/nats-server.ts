/** Real NATS servers, with JetStream: the pinned one, and Debian's, which is the oldest that the house supports. */
import { defaultCacheDir, obtainDebianPackages, withOffset } from '@mordomo/stack';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { debianFolder } from '../../../stack/src/obtain/cache.ts';
import { obtainParts } from '../../../stack/src/obtain/obtain.ts';
import { nats } from '../../../stack/src/parts/nats.ts';
import { kill, launch, temporaryFolder } from '../../../../test/support/mordomo.ts';
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

export interface NatsServer extends AsyncDisposable {
  readonly url: string;
  /** Ends it at once, as a crash does, and starts it again with what it has stored. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * @param writeDeadlineSeconds how long a subscriber may leave its socket full before it is dropped. The server's default is 10;
 * a process that has to wait that long for its turn on a busy machine is not what tests are about.
 */
export async function startNatsServer(kind: ServerKind = 'pinned', writeDeadlineSeconds = 100): Promise<NatsServer> {
  const binary = await binaryOf(kind);
  const port = withOffset(await freePortOffset()).nats;
  const folder = await temporaryFolder();
  const config = join(folder.path, 'nats.conf');
  await writeFile(config, `write_deadline: "${writeDeadlineSeconds}s"\n`);
  const args = ['-c', config, '-a', '127.0.0.1', '-p', String(port), '-js', '-sd', folder.path];
  const launchServer = () => launch(binary, args);
  let server = launchServer();
  const stop = async () => {
    await kill(server.child);
    await folder.remove();
  };
  const started = async () => {
    try {
      await until(
        'NATS starts',
        () => server.output.stderr,
        (said) => said.includes('Server is ready'),
      );
    } catch (error) {
      await stop();
      throw error;
    }
  };
  const restart = async () => {
    await kill(server.child);
    server = launchServer();
    await started();
  };
  await started();
  return { url: `127.0.0.1:${port}`, restart, stop, [Symbol.asyncDispose]: stop };
}
