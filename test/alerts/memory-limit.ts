/** A limit of memory as containers have it: a control group, which root alone can make. */
import { existsSync } from 'node:fs';
import { chmod, mkdir, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../support/poll.ts';

export interface MemoryLimit {
  /** Runs Node within the limit. */
  readonly node: string;
  readonly remove: () => Promise<void>;
}

const firstVersion = '/sys/fs/cgroup/memory';

/** @param folder where the program is put @throws where control groups cannot be made */
export async function limitMemory(folder: string, bytes: number): Promise<MemoryLimit> {
  const isFirst = existsSync(firstVersion);
  const group = join(isFirst ? firstVersion : '/sys/fs/cgroup', `mordomo-test-${process.pid}`);
  await mkdir(group);
  await writeFile(join(group, isFirst ? 'memory.limit_in_bytes' : 'memory.max'), String(bytes));
  const node = join(folder, 'limited-node');
  await writeFile(node, `#!/bin/sh\necho $$ > ${group}/cgroup.procs\nexec ${process.execPath} "$@"\n`);
  await chmod(node, 0o755);
  const remove = () =>
    until('the end of the control group', () => rmdir(group).then(() => true), Boolean).then(() => undefined);
  return { node, remove };
}
