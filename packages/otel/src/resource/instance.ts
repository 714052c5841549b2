/** Keeps instances of one service apart that live at the same time on the same machine. */
import cluster from 'node:cluster';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isMainThread, threadId } from 'node:worker_threads';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { ATTR_SERVICE_INSTANCE_ID } from '@opentelemetry/semantic-conventions';
import type { Config } from '../config.ts';
import { takeNumber } from './instance-number.ts';
import type { Identity } from './resource.ts';

/**
 * The identity with a number at the end of `service.instance.id` if it is a cluster worker, a worker thread, or not the
 * only process of its service: `brain@pi#2`. A process whose id was stated keeps it.
 */
export function numbered(identity: Identity, { spoolDir }: Config): Identity {
  const { resource, serviceName } = identity;
  const base = String(resource.attributes[ATTR_SERVICE_INSTANCE_ID]);
  const isStated = base !== `${serviceName}@${hostname()}`;
  const sharesWork = cluster.isWorker || !isMainThread;
  if (isStated && !sharesWork) return identity;
  const number = numberOf(join(spoolDir, '.instances'), isStated ? base : serviceName, sharesWork);
  if (number === 0) return identity;
  const own = resourceFromAttributes({ [ATTR_SERVICE_INSTANCE_ID]: `${base}#${number}` });
  return { ...identity, resource: resource.merge(own) };
}

/** 0 for the first process of a service; those that share its work start at 1. */
function numberOf(folder: string, name: string, sharesWork: boolean): number {
  try {
    return takeNumber(folder, name, sharesWork ? 1 : 0);
  } catch {
    // The spool says what is wrong with the folder. These are unique too, but grow with every restart.
    return threadId || (cluster.worker?.id ?? 0);
  }
}
