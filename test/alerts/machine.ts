/** What the machine's processors do meanwhile: a measurement beside other programs says how much those took. */
import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism, getPriority, loadavg } from 'node:os';

/** In hundredths of a second, of all processors together. */
interface ProcessorTimes {
  readonly idle: number;
  readonly all: number;
  /** By this process and those that it has started. */
  readonly own: number;
}

async function processorTimes(): Promise<ProcessorTimes> {
  const [first = ''] = (await readFile('/proc/stat', 'utf8')).split('\n');
  const times = first.split(/\s+/).slice(1, 9).map(Number);
  const [, , , idle = 0, wait = 0] = times;
  return { idle: idle + wait, all: sum(times), own: ownTime(await processes()) };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

interface Process {
  readonly id: number;
  readonly parent: number;
  /** Its own, and that of its children that have ended. */
  readonly time: number;
}

async function processes(): Promise<readonly Process[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = ids.map(async (id) => {
    const text = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => ''); // it may have ended meanwhile
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number); // its name may have blanks
    return { id: Number(id), parent: fields[1] ?? 0, time: sum(fields.slice(11, 15)) };
  });
  return Promise.all(read);
}

function ownTime(all: readonly Process[], id = process.pid): number {
  const self = all.find((each) => each.id === id)?.time ?? 0;
  return self + sum(all.filter(({ parent }) => parent === id).map((child) => ownTime(all, child.id)));
}

/** Begins to measure. @returns a function that says how busy the machine has been since then */
export async function watchMachine(): Promise<() => Promise<string>> {
  const before = await processorTimes();
  return async () => {
    const now = await processorTimes();
    const all = now.all - before.all;
    const percent = (part: number) => `${Math.round((100 * part) / all)} %`;
    const busy = all - (now.idle - before.idle);
    const [, , load = 0] = loadavg();
    return `${availableParallelism()} cores, busy ${percent(busy)} of the time: this run (priority ${getPriority()}) took ${percent(now.own - before.own)}, other programs the rest; load average of the last 15 minutes ${load.toFixed(1)}`;
  };
}
