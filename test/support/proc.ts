/** What the kernel says of a process, and of the machine. */
import { readFile } from 'node:fs/promises';

export const kibibytes = 1024;
export const ticksPerSecond = 100;

/** The number after a name in a file of /proc. */
export const proc = async (file: string, name: RegExp): Promise<number> =>
  Number(name.exec(await readFile(`/proc/${file}`, 'utf8'))?.[1] ?? Number.NaN);

/** Memory of a process that is in RAM. */
export const residentBytesOf = async (pid: number): Promise<number> =>
  (await proc(`${pid}/status`, /VmRSS:\s+(\d+)/)) * kibibytes;

/** CPU time that a process took since it began; exact to ten milliseconds. */
export async function cpuSecondsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}
