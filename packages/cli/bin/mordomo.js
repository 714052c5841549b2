#!/usr/bin/env node
// Committed JavaScript, so that it works right after an installation: in the repository it runs the sources, in the
// published package what was compiled from them. Runs on any Node that can say what it needs.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const pinnedNode = at('../../../node_modules/node/bin/node');
const inRepository = existsSync(at('../../../tsconfig.build.json'));
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const isNewEnough = major > 22 || (major === 22 && minor >= 15);

if (!isNewEnough && !existsSync(pinnedNode)) {
  process.stderr.write(`mordomo needs Node 22.15 or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}
const node = existsSync(pinnedNode) ? pinnedNode : process.execPath;
const program = inRepository ? ['--conditions=@mordomo/source', at('../src/main.ts')] : [at('../dist/main.js')];
const child = spawn(node, [...program, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
process.on('SIGINT', () => {}); // the terminal sends it to the child as well
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.once('close', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
