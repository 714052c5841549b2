/** A container of the household beside the stack, which says what its own control group says of it. */
import { execFileSync } from 'node:child_process';

const name = 'house-kitchen-1';

/** What runs in it: it works for three seconds, keeps 64 MB, and then writes a line each second. */
const program = `
  const { readFileSync } = require('node:fs');
  const kept = Buffer.alloc(64e6, 1);
  for (const end = Date.now() + 3000; Date.now() < end; );
  const read = (...files) => {
    for (const file of files) try { return readFileSync('/sys/fs/cgroup/' + file, 'utf8'); } catch {}
  };
  const found = (pattern, text) => Number(pattern.exec(text)?.[1] ?? 0);
  setInterval(() => {
    const unused = found(/^inactive_file (\\d+)/m, read('memory/memory.stat', 'memory.stat'));
    const memory = Number(read('memory/memory.usage_in_bytes', 'memory.current')) - unused;
    const nanoseconds = read('cpuacct/cpuacct.usage', 'cpu,cpuacct/cpuacct.usage');
    const cpuSeconds = nanoseconds === undefined ? found(/usage_usec (\\d+)/, read('cpu.stat')) / 1e6 : Number(nanoseconds) / 1e9;
    console.log(JSON.stringify({ memory, cpuSeconds, kept: kept.length }));
  }, 1000);
`;

const docker = (...args: string[]): string => execFileSync('docker', args, { encoding: 'utf8' });

export function startHouseContainer(): void {
  const image = `node:${process.versions.node}-bookworm-slim`;
  const labels = ['--label', 'com.docker.compose.service=kitchen'];
  docker('run', '--detach', '--name', name, '--memory', '256m', ...labels, image, 'node', '-e', program);
}

export interface OwnNumbers {
  /** Without the files that the kernel would give up first, as Docker counts. */
  readonly memory: number;
  readonly cpuSeconds: number;
}

export function ownNumbers(): OwnNumbers {
  const { memory, cpuSeconds } = JSON.parse(docker('logs', '--tail', '1', name)) as OwnNumbers;
  return { memory, cpuSeconds };
}

export const removeHouseContainer = (): void => void docker('rm', '--force', name);
