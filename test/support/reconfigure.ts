/** Changes how a part of a running stack is configured. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { RunningStack } from '@mordomo/stack';

/** Changes a file in the run folder, where some are links to those of the repository. At once: somebody may just be reading it. */
export async function changeFile(file: string, change: (text: string) => string): Promise<void> {
  const changed = `${file}.changed`;
  await writeFile(changed, change(await readFile(file, 'utf8')));
  await rename(changed, file);
}

/** @throws if the part does not take its configuration */
export async function reload(
  { endpoints }: Pick<RunningStack, 'endpoints'>,
  part: 'alertmanager' | 'prometheus',
): Promise<void> {
  const response = await fetch(`${endpoints[part]}/-/reload`, { method: 'POST' });
  if (!response.ok) throw new Error(`${part} does not take its configuration: ${await response.text()}`);
}
