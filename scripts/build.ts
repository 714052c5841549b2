/** `npm run build`: compiles the published packages, from nothing, since the compiler never removes what it once made. */
import { execFileSync } from 'node:child_process';
import { globSync, rmSync } from 'node:fs';
import { bundleOtel } from './bundle.ts';

for (const made of globSync('packages/*/{dist,*.tsbuildinfo}')) rmSync(made, { recursive: true });
execFileSync('tsc', ['-b', 'tsconfig.build.json'], { stdio: 'inherit' });
await bundleOtel();
