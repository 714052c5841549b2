/** `npm run pack`: the packages that a service imports, as tarballs in `packed/`, since they are on no registry yet. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import './build.ts';

const folder = 'packed';
const workspaces = ['semconv', 'voice', 'otel'].flatMap((name) => ['-w', `packages/${name}`]);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
execFileSync('npm', ['pack', '--silent', ...workspaces, '--pack-destination', folder], { stdio: 'inherit' });
