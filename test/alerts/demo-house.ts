/** The demo house on a running stack, which scrapes it. */
import { defaultCacheDir, openHouse, writeTargets, type House, type HouseOptions } from '@mordomo/stack';

/** Opens it, and lets Prometheus ask its services. */
export async function openDemoHouse(
  dataDir: string,
  portOffset: number,
  engine: HouseOptions['engine'],
): Promise<House> {
  const options = {
    dataDir,
    portOffset,
    engine,
    cacheDir: defaultCacheDir(),
    spoolMode: 'forward',
    delays: '',
  } as const;
  const house = await openHouse(options, console.log);
  const targets = house.services.map(({ name, instance, metrics }) => ({ job: name, instance, address: metrics }));
  await writeTargets(dataDir, targets);
  return house;
}
