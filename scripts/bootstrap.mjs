#!/usr/bin/env node
// The first thing that runs after a clone: no dependency, any Node from 20. Installs what is missing, then hands over to
// the pinned Node. Does nothing twice.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const modules = join(root, 'node_modules');
const pinnedNode = join(modules, 'node', 'bin', 'node');
const programs = {
  start: ['packages/cli/src/main.ts', 'start'],
  test: ['scripts/test.ts'],
};

function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const packagesOf = (lockFile) => JSON.parse(readFileSync(lockFile, 'utf8')).packages;

/** Whether what npm noted about the last installation is what the lock file wants (other machines' binaries aside). */
function isInstalled() {
  const noted = join(modules, '.package-lock.json');
  if (!existsSync(pinnedNode) || !existsSync(noted)) return false;
  const have = packagesOf(noted);
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(
    ([path, { version, optional, link }]) =>
      !path.startsWith('node_modules/') || optional || (link ? path in have : have[path]?.version === version),
  );
}

/** `npm ci`, with a sign of life every few seconds. */
async function install() {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  process.stdout.write('Installing dependencies (about 450 MB on disk, usually under a minute) …\n');
  const timer = setInterval(() => process.stdout.write(`  still installing, ${seconds()} s\n`), 10_000);
  const child = spawn('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(-1));
    child.once('close', resolve);
  });
  clearInterval(timer);
  if (code !== 0 || !existsSync(pinnedNode)) {
    const lines = output.split('\n').filter((line) => /^npm (error|ERR!) \S/.test(line));
    const reason = lines.slice(0, 5).join('\n') || output.trim() || 'npm could not be started';
    stop(
      `The dependencies could not be installed with "npm ci"; npm said:\n${reason}\nMend that and run the command again.`,
    );
  }
  process.stdout.write(`Dependencies are installed (${seconds()} s).\n`);
}

/** Runs the program under the pinned Node until it ends; ends with it, and it with us. */
function run(program, args, startedAt) {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'mordomo', 'compile');
  const child = spawn(pinnedNode, ['--conditions=@mordomo/source', ...program, ...args], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'], // the channel closes when we die, however we die
    env: {
      ...process.env,
      PATH: `${join(modules, '.bin')}${delimiter}${process.env.PATH ?? ''}`,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? cache,
      MORDOMO_STARTED_AT: String(startedAt),
    },
  });
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref(); // npm was killed
  process.on('SIGINT', () => {}); // the terminal sends it to the child as well
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.once('close', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

const startedAt = performance.timeOrigin;
const [command = '', ...args] = process.argv.slice(2);
const program = programs[command];
if (program === undefined) stop(`There is no "${command}" here; use "npm start" or "npm test".`);
if (Number(process.versions.node.split('.')[0]) < 20) {
  stop(`Node ${process.versions.node} is too old to install this; any version from 20 will do.`);
}
if (!isInstalled()) await install();
run(program, args, startedAt);
