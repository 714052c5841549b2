/** Illnesses of a service of its own: it is asked all the time, and mended by a restart, as the pages of its alerts advise. */
import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeTargets, type RunningStack } from '@mordomo/stack';
import { kill } from '../../support/mordomo.ts';
import type { Fault } from '../fault.ts';
import { limitMemory, type MemoryLimit } from '../memory-limit.ts';

const entry = fileURLToPath(new URL('../../../packages/demo/test/fixtures/ailing-service.ts', import.meta.url));
const askEveryMs = 250;

export interface Surroundings {
  readonly dataDir: string;
  readonly stack: Pick<RunningStack, 'endpoints'>;
  /** Ends what a fault has started, at the end. */
  readonly cleanUp: AsyncDisposableStack;
}

interface Start {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly limit?: MemoryLimit;
}

/** One after the other: they write the same file. */
let listing: Promise<void> = Promise.resolve();

async function start({ dataDir, stack, cleanUp }: Surroundings, { name, env, limit }: Start): Promise<ChildProcess> {
  const log = openSync(join(dataDir, 'logs', `${name}.log`), 'a');
  const child = fork(entry, [], {
    execArgv: ['--conditions=@mordomo/source'],
    ...(limit && { execPath: limit.node }),
    stdio: ['ignore', log, log, 'ipc'],
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      OTEL_SERVICE_NAME: name,
      OTEL_EXPORTER_OTLP_ENDPOINT: stack.endpoints.otlp,
      OTEL_METRIC_EXPORT_INTERVAL: '5000',
      MORDOMO_SPOOL_DIR: join(dataDir, 'spool'),
      MORDOMO_METRICS_SERVER: 'none',
      ...env,
    },
  });
  closeSync(log);
  cleanUp.defer(() => kill(child));
  const address = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve(message as string));
    child.once('exit', (code, signal) => reject(new Error(`${name} ended with ${code ?? signal}.`)));
  });
  listing = listing.then(() => writeTargets(dataDir, [{ job: name, instance: `${name}@${hostname()}`, address }]));
  await listing;
  const asking = setInterval(() => void fetch(`http://${address}/work`).catch(() => {}), askEveryMs);
  child.once('exit', () => clearInterval(asking));
  return child;
}

/** @param ill the environment that makes it ill; without it, it is well */
async function fallIll(
  surroundings: Surroundings,
  name: string,
  ill: Readonly<Record<string, string>>,
  limit?: MemoryLimit,
): Promise<() => Promise<void>> {
  const each = { name, ...(limit && { limit }) };
  const child = await start(surroundings, { ...each, env: ill });
  return async () => {
    await kill(child, 'SIGTERM');
    await start(surroundings, { ...each, env: {} });
  };
}

const fault = (
  surroundings: Surroundings,
  alert: string,
  name: string,
  what: string,
  ill: Readonly<Record<string, string>>,
): Fault => ({
  what,
  alerts: { [alert]: { container: name } },
  seed: () => fallIll(surroundings, name, ill),
});

export const errors = (to: Surroundings): Fault =>
  fault(to, 'HighErrorRate', 'heating', 'a service answers 500 to every request', { ILLNESS: 'errors' });

export const slowness = (to: Surroundings): Fault =>
  fault(to, 'HighLatency', 'calendar', 'an endpoint of a service takes 1.5 s', { ILLNESS: 'slow' });

export const busyLoop = (to: Surroundings): Fault =>
  fault(to, 'HighCpuUsage', 'camera', 'two threads of a service work without a pause', { ILLNESS: 'busy' });

export const logStorm = (to: Surroundings): Fault =>
  fault(to, 'TelemetryDropped', 'doorbell', 'a service writes 1000 log lines a second, ten times what it may', {
    ILLNESS: 'chatter',
    MORDOMO_LOGS_PER_SECOND: '100',
  });

export const wrongAddress = (to: Surroundings): Fault =>
  fault(to, 'SpoolFilling', 'garden', 'a service sends its telemetry to an address where nobody listens', {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
  });

const limitBytes = 600 * 1024 * 1024;

/** @throws where the memory of a process cannot be limited */
export const leak = (to: Surroundings): Fault => ({
  what: 'a service with a memory limit (control group) takes 90 % of it',
  alerts: { HighMemoryUsage: { container: 'photos' } },
  async seed() {
    const limit = await limitMemory(to.dataDir, limitBytes);
    to.cleanUp.defer(limit.remove);
    return fallIll(to, 'photos', { ILLNESS: 'leak' }, limit);
  },
});
