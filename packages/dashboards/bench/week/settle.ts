/** Prometheus joins blocks by itself: what is measured while it does is the joining. */
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const quietSeconds = 20;
const isBlock = (name: string): boolean => /^[0-9A-Z]{26}$/.test(name);

/** Waits until the blocks in Prometheus's folder stay as they are. @returns how many there are then */
export async function settledBlocks(folder: string): Promise<number> {
  let before = '';
  for (let quiet = 0; quiet < quietSeconds; quiet += 1) {
    const names = readdirSync(folder);
    const now = names.join(' ');
    if (now !== before) quiet = 0;
    before = now;
    await sleep(1000);
  }
  return before.split(' ').filter(isBlock).length;
}
