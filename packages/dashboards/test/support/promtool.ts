/** Prometheus's own tool for rules and blocks. */
import { defaultCacheDir } from '@mordomo/stack';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { obtainParts } from '../../../stack/src/obtain/obtain.ts';
import { PARTS } from '../../../stack/src/parts/index.ts';

/** Its path. Builds Prometheus first if it has not been built yet. */
export async function obtainPromtool(): Promise<string> {
  // One on PATH may come without promtool: the one that is built here does not.
  const part = { ...PARTS.prometheus, onPath: { ...PARTS.prometheus.onPath, names: [] } };
  const [obtained] = await obtainParts([part], { cacheDir: defaultCacheDir(), onProgress: console.log });
  const promtool = join(dirname(obtained?.binary ?? ''), 'promtool');
  if (!existsSync(promtool)) throw new Error(`There is no ${promtool}.`);
  return promtool;
}
