/** The house: starts its services, hears what its owner says, answers with the turn. Talks to its owner over IPC. */
import { withOffset, type HouseEvent, type HouseOptions, type HouseRequest } from '@mordomo/stack';
import type { NatsConnection } from '@nats-io/nats-core';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connectBus } from '../bus.ts';
import { start, type Started } from './processes.ts';
import { prepare } from './request.ts';
import { houseServices } from './services.ts';
import { speak } from './speak.ts';

const options = JSON.parse(process.argv[2] ?? '{}') as HouseOptions;
const logDir = join(options.dataDir, 'logs');

/** After NATS is back, the services' own connections follow within this time. */
const reconnectMs = 1_000;

/** How long a request waits for a bus that is away. */
const natsPatienceMs = 10_000;

let processes: readonly Started[] = [];
let ending: Promise<never> | undefined;
/** The request under way, to be ended where it cannot be answered any more. */
let request = new AbortController();
/** Why no request can be answered any more. */
let broken: Error | undefined;

function tell(event: HouseEvent): void {
  if (process.connected) process.send?.(event);
}

/** The sentence alone: the owner shows it to a person. */
function fail(error: unknown): void {
  tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
}

function end(code: number): Promise<never> {
  ending ??= Promise.all(processes.map((each) => each.stop())).then(() => process.exit(code));
  return ending;
}

async function open(): Promise<NatsConnection> {
  await prepare(options, (text) => tell({ type: 'progress', text }));
  const ports = withOffset(options.portOffset);
  const llm = fileURLToPath(new URL('../brain/cloud-stand-in.ts', import.meta.url));
  const services = houseServices(options, `http://127.0.0.1:${ports.languageModel}/v1`);
  processes = [
    start('cloud-stand-in', llm, { PORT: String(ports.languageModel) }, logDir),
    ...services.map(({ name, entry, env }) => start(name, entry, env, logDir)),
  ];
  for (const { ended } of processes) void ended.then(onDeath);
  await Promise.all(processes.map(({ ready }) => ready));
  const pids = new Map(processes.map(({ name, pid }) => [name, pid]));
  const bus = await connectBus('microphone', `nats://127.0.0.1:${ports.nats}`);
  tell({
    type: 'ready',
    services: services.map(({ name, metrics, instance }) => ({ name, metrics, instance, pid: pids.get(name) ?? 0 })),
  });
  return bus;
}

function onDeath(what: string): void {
  if (ending !== undefined) return;
  broken ??= new Error(`A service of the house died: ${what}; start the house again.`);
  request.abort(broken);
}

let isConnected: Promise<unknown> = Promise.resolve();

/** Without its bus the house hears nothing: say so at once instead of waiting for a turn that cannot end. */
async function watch(bus: NatsConnection): Promise<void> {
  let onReconnect = Promise.withResolvers<unknown>();
  for await (const { type } of bus.status()) {
    if (type === 'disconnect') {
      onReconnect = Promise.withResolvers();
      isConnected = onReconnect.promise;
      request.abort(new Error('NATS went away in the middle of the turn; start it again and repeat the request.'));
    } else if (type === 'reconnect') onReconnect.resolve(sleep(reconnectMs));
  }
}

async function answer(bus: NatsConnection, { request: spoken }: HouseRequest): Promise<void> {
  request = new AbortController();
  if (broken !== undefined) request.abort(broken);
  try {
    const isBack = await Promise.race([isConnected.then(() => true), sleep(natsPatienceMs, false)]);
    if (!isBack) throw new Error('NATS has not come back; start it again and repeat the request.');
    tell({ type: 'turn', turn: await speak(bus, options, spoken, request.signal) });
  } catch (error) {
    fail(error);
  }
}

process.once('disconnect', () => void end(1));
process.on('SIGTERM', () => void end(0)); // not once: the default action of a second one would leave the services behind
process.on('SIGINT', () => {}); // Ctrl-C reaches the whole group; the owner says when to stop

try {
  const bus = await open();
  void watch(bus);
  process.on('message', (message: HouseRequest) => void answer(bus, message));
} catch (error) {
  if (ending === undefined) fail(error);
  await end(1);
}
