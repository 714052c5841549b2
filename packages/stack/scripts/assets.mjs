// Puts the configurations, boards and Go modules of the repository's root into the package while it is packed (prepack, postpack).
import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

rmSync(path('../assets'), { recursive: true, force: true });
if (process.argv[2] === 'copy') {
  for (const folder of ['collector', 'compose', 'dashboards']) {
    cpSync(path(`../../../${folder}`), path(`../assets/${folder}`), { recursive: true });
  }
}
