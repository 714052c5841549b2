/** What goes wrong with a machine. */
import { execFile } from 'node:child_process';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as otlp from '../../../packages/stack/test/support/otlp.ts';
import type { Fault } from '../fault.ts';
import type { Surroundings } from './service.ts';

const run = promisify(execFile);
const diskMib = 64;

/** @throws where disks cannot be mounted: root alone can */
export const fullDisk = ({ dataDir, cleanUp }: Surroundings): Fault => {
  const mountpoint = join(dataDir, 'small-disk');
  return {
    what: `a disk of ${diskMib} MiB is filled to 95 %`,
    alerts: { HighDiskUsage: { mountpoint, instance: `host@${hostname()}` } },
    async seed() {
      const image = join(dataDir, 'small-disk.img');
      await writeFile(image, Buffer.alloc(diskMib * 1024 * 1024));
      await run('mkfs.ext4', ['-q', '-m', '0', image]);
      await mkdir(mountpoint);
      await run('mount', ['-o', 'loop', image, mountpoint]);
      cleanUp.defer(async () => void (await run('umount', [mountpoint])));
      const file = join(mountpoint, 'recordings');
      const { bavail, bsize } = await statfs(mountpoint);
      await writeFile(file, Buffer.alloc(0.95 * bavail * bsize));
      return () => rm(file);
    },
  };
};

const pushEveryMs = 3000;

/**
 * A second machine, whose metrics are pushed as the collector there would: the memory and the processors of the machine that runs this
 * are others' as well.
 */
export const busyMachine = ({ stack, cleanUp }: Surroundings): Fault => ({
  what: 'a second machine has no memory and no processor left (pushed by the test, as the collector there would)',
  alerts: { HostHighCpuUsage: { instance: 'host@test' }, HostHighMemoryUsage: { instance: 'host@test' } },
  async seed() {
    const times = { idle: 0, user: 0 };
    const startTimeUnixNano = otlp.nanos();
    let isBusy = true;
    const push = async () => {
      times[isBusy ? 'user' : 'idle'] += 2 * (pushEveryMs / 1000); // of two cores
      const used = isBusy ? 95 : 30;
      const now = { startTimeUnixNano, timeUnixNano: otlp.nanos() };
      const points = (states: Readonly<Record<string, number>>) =>
        Object.entries(states).map(([state, asDouble]) => ({
          ...now,
          asDouble,
          attributes: [otlp.text('state', state)],
        }));
      const metrics = [
        {
          name: 'system.cpu.time',
          unit: 's',
          sum: { isMonotonic: true, aggregationTemporality: 2, dataPoints: points(times) },
        },
        {
          name: 'system.memory.usage',
          unit: 'By',
          sum: { aggregationTemporality: 2, dataPoints: points({ used, free: 100 - used }) },
        },
      ];
      await otlp.post(stack.endpoints.otlp, 'metrics', otlp.metrics('host', metrics)).catch(() => undefined); // it comes again
    };
    const timer = setInterval(() => void push(), pushEveryMs);
    cleanUp.defer(() => clearInterval(timer));
    return async () => void (isBusy = false);
  },
});
