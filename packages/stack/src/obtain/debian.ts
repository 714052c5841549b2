import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface ObtainDebianOptions {
  /** Folder that keeps what was unpacked; made when missing. */
  readonly cacheDir: string;
  /** Told in one line what is about to be done, before each step. Default: nobody is told. */
  readonly onProgress?: (line: string) => void;
}

/** apt's own lists may be absent (container images remove them) or too old for the mirror: then ours are used. */
interface AptLists {
  readonly args: readonly string[];
  readonly areOurs: boolean;
}

/**
 * Downloads Debian packages, with the dependencies that this machine lacks, and unpacks them into a folder without
 * installing anything and without root. Done once per set of names; safe when several processes ask at once.
 *
 * Returns the folder that stands for `/`: binaries are in its `usr/bin`, libraries in `usr/lib`.
 * Throws one sentence when apt cannot be used here or does not have the packages.
 */
export async function obtainDebianPackages(
  names: readonly string[],
  { cacheDir, onProgress = () => {} }: ObtainDebianOptions,
): Promise<string> {
  const root = join(cacheDir, folderName(names));
  if (existsSync(root)) return root;
  mkdirSync(cacheDir, { recursive: true });
  removeLeftovers(cacheDir);
  // The process id in the name lets a later run tell a leftover from the work of a living neighbour.
  const work = mkdtempSync(join(cacheDir, `.debian-${process.pid}-`));
  try {
    await downloadAll(names, work, onProgress);
    const packages = readdirSync(work).filter((file) => file.endsWith('.deb'));
    onProgress(`unpacking ${packages.length} packages into ${root}`);
    for (const file of packages) await run('dpkg', ['-x', file, 'root'], work);
    publish(join(work, 'root'), root);
    return root;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${names.join(', ')} cannot be taken from Debian: ${reason}`, { cause: error });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function downloadAll(names: readonly string[], work: string, onProgress: (line: string) => void): Promise<void> {
  let lists: AptLists = { args: [], areOurs: false };
  for (;;) {
    try {
      const wanted = await withMissingDependencies(names, lists, work);
      onProgress(`downloading ${wanted.length} Debian packages (${names.join(', ')})`);
      return void (await run('apt-get', [...lists.args, 'download', ...wanted], work));
    } catch (error) {
      if (lists.areOurs || isMissingCommand(error)) throw error;
      onProgress('reading the package lists anew: those of this machine are missing or too old');
      lists = await freshLists(work);
    }
  }
}

/** What apt would install for these names here; the names themselves are always in it, installed or not. */
async function withMissingDependencies(names: readonly string[], lists: AptLists, cwd: string): Promise<string[]> {
  const simulate = [...lists.args, '--simulate', '--no-install-recommends', 'install', ...names];
  const plan = await run('apt-get', simulate, cwd);
  const planned = [...plan.matchAll(/^Inst (\S+)/gm)].map((match) => match[1] ?? '');
  return [...new Set([...names, ...planned])];
}

async function freshLists(work: string): Promise<AptLists> {
  const state = join(work, 'apt');
  mkdirSync(join(state, 'lists', 'partial'), { recursive: true });
  mkdirSync(join(state, 'cache', 'archives', 'partial'), { recursive: true });
  const options = [`Dir::State::lists=${state}/lists`, `Dir::Cache=${state}/cache`, 'Debug::NoLocking=1'];
  const args = [...options, 'APT::Sandbox::User='].flatMap((option) => ['-o', option]);
  try {
    await run('apt-get', [...args, 'update'], work);
  } catch (error) {
    // Clean-up hooks of container images need root and fail the command although the lists have arrived.
    const arrived = readdirSync(join(state, 'lists')).some((file) => file.includes('_Packages'));
    if (!arrived) throw error;
  }
  return { args, areOurs: true };
}

/** Whoever renames first wins; the others find a folder with the same content. */
function publish(unpacked: string, root: string): void {
  try {
    renameSync(unpacked, root);
  } catch (error) {
    if (!existsSync(root)) throw error;
  }
}

function removeLeftovers(cacheDir: string): void {
  for (const name of readdirSync(cacheDir)) {
    const owner = /^\.debian-(\d+)-/.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) rmSync(join(cacheDir, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function folderName(names: readonly string[]): string {
  const key = [process.arch, ...[...names].sort()].join(' ');
  return `debian-${createHash('sha256').update(key).digest('hex').slice(0, 12)}`;
}

function isMissingCommand(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

/** Resolves with standard output; rejects with the last line of what the command complained about. */
function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C' },
    });
    let output = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.once('error', (error: NodeJS.ErrnoException) => {
      const message = error.code === 'ENOENT' ? `there is no ${basename(command)} on this machine` : error.message;
      reject(Object.assign(new Error(message), { code: error.code }));
    });
    child.once('close', (code, signal) => {
      if (code === 0) return resolve(output);
      const lines = complaint.trim().split('\n');
      const said = lines.findLast((line) => line.startsWith('E:')) ?? lines.at(-1);
      reject(new Error(`\`${command}\` ended with ${signal ?? code}${said ? `: ${said}` : ''}`));
    });
  });
}
