/** Services of the demo house, one by one, on a running stack. */
import { join } from 'node:path';
import { defaultCacheDir, writeTargets } from '@mordomo/stack';
import { Processes } from '../../packages/demo/src/house/processes.ts';
import { houseServices } from '../../packages/demo/src/house/services.ts';

export interface Services {
  /** Starts one, again if it has ended; Prometheus asks it from then on. */
  readonly start: (name: string) => Promise<void>;
  readonly pidOf: (name: string) => number;
  readonly stop: () => Promise<void>;
}

export function servicesOn(dataDir: string, portOffset: number): Services {
  const options = {
    dataDir,
    cacheDir: defaultCacheDir(),
    portOffset,
    engine: 'scripted',
    spoolMode: 'forward',
    delays: '',
  } as const;
  const all = houseServices(options, 'http://127.0.0.1:1');
  const processes = new Processes(join(dataDir, 'logs'), () => {}); // that one ends is what tests want
  return {
    async start(name) {
      const service = all.find((candidate) => candidate.name === name);
      if (service === undefined) throw new Error(`The house has no ${name}.`);
      await processes.start(service);
      await writeTargets(dataDir, [{ job: name, instance: service.instance, address: service.metrics }]);
    },
    pidOf: (name) => processes.pidOf(name),
    stop: () => processes.stopAll(),
  };
}
