import { fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { StackError } from '../errors.ts';
import type { ObtainedPart } from '../obtain/obtain.ts';
import { dataPaths } from '../paths.ts';
import type { PartName } from '../parts/types.ts';
import type { PartRecord, Role } from './state.ts';

/** What the supervising process is told, as JSON in its first argument. */
export interface DetachedJob {
  dataDir: string;
  role: Role;
  portOffset: number;
  obtained: (Omit<ObtainedPart, 'part'> & { name: PartName })[];
  adopted: readonly PartRecord[];
}

/** What it says until it is left alone. */
export type DetachedEvent =
  | { type: 'failed'; message: string }
  | { type: 'progress'; line: string }
  | { type: 'ready' };

interface DetachedStart extends Omit<DetachedJob, 'obtained'> {
  obtained: readonly ObtainedPart[];
}

/** Starts the parts under a supervisor in a process of its own that outlives this one. @throws StackError as `Supervisor.start` */
export async function startDetached(start: DetachedStart, onProgress: (line: string) => void): Promise<void> {
  const obtained = start.obtained.map(({ part, ...rest }) => ({ ...rest, name: part.name }));
  const job: DetachedJob = { ...start, obtained };
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const entry = fileURLToPath(new URL(`./supervise.${extension}`, import.meta.url));
  const log = openSync(dataPaths(start.dataDir).log('supervisor'), 'a', 0o600);
  try {
    const child = fork(entry, [JSON.stringify(job)], {
      detached: true,
      execArgv: [],
      stdio: ['ignore', log, log, 'ipc'],
    });
    await new Promise<void>((resolve, reject) => {
      child.on('message', (event: DetachedEvent) => {
        if (event.type === 'progress') onProgress(event.line);
        else if (event.type === 'ready') resolve();
        else reject(new StackError(event.message));
      });
      child.once('error', reject);
      child.once('exit', () =>
        reject(
          new StackError(`The stack's supervisor ended at once; see ${dataPaths(start.dataDir).log('supervisor')}.`),
        ),
      );
    });
    child.removeAllListeners();
    child.disconnect();
    child.unref();
  } finally {
    closeSync(log);
  }
}
