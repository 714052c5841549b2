import { StackError } from '../errors.ts';
import { PARTS } from '../parts/index.ts';
import type { Ports } from '../ports.ts';
import { natsVersion } from './health.ts';
import { runningState } from './leftovers.ts';
import type { PartRecord } from './state.ts';

/**
 * A NATS that already listens on our port: it is used, not fought.
 * @throws StackError if it is too old
 */
export async function runningNats(dataDir: string, ports: Ports): Promise<PartRecord | undefined> {
  const version = await natsVersion(ports.nats);
  if (version === undefined) return undefined;
  const { atLeast } = PARTS.nats.onPath;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < atLeast[0] || (major === atLeast[0] && minor < atLeast[1])) {
    throw new StackError(
      `On port ${ports.nats} answers NATS ${version}, which is older than ${atLeast.join('.')}; end it, or move all ports with --port-offset 1000, for example.`,
    );
  }
  const ours = runningState(dataDir, 'nats')?.parts.find((part) => part.name === 'nats');
  if (ours !== undefined && ours.endpoint === PARTS.nats.endpoint(ports)) return { ...ours, origin: 'adopted' };
  const { name, title } = PARTS.nats;
  // Somebody else's server may have no monitoring port: that it greets is its health.
  return {
    name,
    title,
    origin: 'adopted',
    version,
    endpoint: PARTS.nats.endpoint(ports),
    healthUrl: PARTS.nats.endpoint(ports),
  };
}
