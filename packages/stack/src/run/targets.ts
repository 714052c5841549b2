import { join } from 'node:path';
import { reachableFromContainers } from '../docker/relay.ts';
import { dataPaths } from '../paths.ts';
import { runningState } from './leftovers.ts';
import { readOptional, replaceFile } from './state.ts';

/** A service that Prometheus shall scrape for `up`. */
export interface ScrapeTarget {
  /** `service.name`. */
  job: string;
  /** `service.instance.id`. */
  instance: string;
  /** `host:port` on this machine. */
  address: string;
}

interface TargetGroup {
  targets: [string];
  labels: { job: string; instance: string; container: string };
}

/**
 * Adds services to what Prometheus scrapes; it notices within seconds. Those written earlier stay, under their own instance:
 * a service that is down must still be asked, or `up == 0` would never appear. With Docker, call it in the process that owns
 * the services: it relays Prometheus's questions to their loopback addresses as long as it lives.
 */
export async function writeTargets(dataDir: string, targets: readonly ScrapeTarget[]): Promise<void> {
  const file = join(dataPaths(dataDir).targets, 'services.json');
  const before = JSON.parse((await readOptional(file)) ?? '[]') as TargetGroup[];
  const groups = new Map(before.map((group) => [group.labels.instance, group]));
  const inDocker = runningState(dataDir, 'stack')?.way === 'docker';
  for (const { job, instance, address } of targets) {
    const reachable = inDocker ? await reachableFromContainers(dataDir, address) : address;
    groups.set(instance, { targets: [reachable], labels: { job, instance, container: job } });
  }
  await replaceFile(file, JSON.stringify([...groups.values()], undefined, 2));
}
