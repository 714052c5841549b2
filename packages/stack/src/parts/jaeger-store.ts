import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Removes the empty table files of Jaeger's store (Badger). It empties a table before it removes the file, and refuses to
 * start when it was killed in between; an empty table holds nothing. @param folder the store's folder of keys
 */
export async function removeEmptyTables(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const file = join(folder, name);
    if (name.endsWith('.mem') && (await stat(file)).size === 0) await rm(file);
  }
}
