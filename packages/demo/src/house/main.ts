/** The house: starts its services, hears what its owner says, answers with the turn. Talks to its owner over IPC. */
import { withOffset, type HouseEvent, type HouseFaults, type HouseOptions, type HouseRequest } from '@mordomo/stack';
import type { NatsConnection } from '@nats-io/nats-core';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connectBus } from '../bus.ts';
import { faultsSubject } from '../faults.ts';
import { defaultDevice } from '../home/rooms.ts';
import { Microphone } from './microphone.ts';
import { Processes } from './processes.ts';
import { prepare } from './request.ts';
import { houseServices } from './services.ts';
import { speak } from './speak.ts';

const options = JSON.parse(process.argv[2] ?? '{}') as HouseOptions;
const ports = withOffset(options.portOffset);
const llmUrl = `http://127.0.0.1:${ports.languageModel}`;

/** After NATS is back, the services' own connections follow within this time. */
const reconnectMs = 1_000;

/** How long a request waits for a bus that is away. */
const natsPatienceMs = 10_000;

const processes = new Processes(join(options.dataDir, 'logs'), onDeath);
let ending: Promise<never> | undefined;
/** The requests under way, to be ended where they cannot be answered any more. */
let requests = new AbortController();
/** Why no request can be answered any more. */
let broken: Error | undefined;

function tell(event: HouseEvent): void {
  if (process.connected) process.send?.(event);
}

/** The sentence alone: the owner shows it to a person. */
const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function end(code: number): Promise<never> {
  ending ??= processes.stopAll().then(() => process.exit(code));
  return ending;
}

async function open(): Promise<NatsConnection> {
  await prepare(options, (text) => tell({ type: 'progress', text }));
  const llm = fileURLToPath(new URL('../brain/cloud-stand-in.ts', import.meta.url));
  const services = houseServices(options, `${llmUrl}/v1`);
  const entries = [{ name: 'cloud-stand-in', entry: llm, env: { PORT: String(ports.languageModel) } }, ...services];
  await Promise.all(entries.map((entry) => processes.start(entry)));
  const bus = await connectBus('microphone', `nats://127.0.0.1:${ports.nats}`);
  tell({
    type: 'ready',
    services: services.map(({ name, metrics, instance }) => ({ name, metrics, instance, pid: processes.pidOf(name) })),
  });
  return bus;
}

function onDeath(what: string): void {
  if (ending !== undefined) return;
  broken ??= new Error(`A service of the house died: ${what}; start the house again.`);
  requests.abort(broken);
}

let isConnected: Promise<unknown> = Promise.resolve();

/** Without its bus the house hears nothing: say so at once instead of waiting for a turn that cannot end. */
async function watch(bus: NatsConnection): Promise<void> {
  let onReconnect = Promise.withResolvers<unknown>();
  for await (const { type } of bus.status()) {
    if (type === 'disconnect') {
      onReconnect = Promise.withResolvers();
      isConnected = onReconnect.promise;
      requests.abort(new Error('NATS went away in the middle of the turn; start it again and repeat the request.'));
      requests = new AbortController();
    } else if (type === 'reconnect') onReconnect.resolve(sleep(reconnectMs));
  }
}

const microphones = new Map<string, Microphone>();

async function hear(bus: NatsConnection, { id, speak: request }: Extract<HouseRequest, { speak: unknown }>) {
  if (broken !== undefined) throw broken;
  const isBack = await Promise.race([isConnected.then(() => true), sleep(natsPatienceMs, false)]);
  if (!isBack) throw new Error('NATS has not come back; start it again and repeat the request.');
  const { device = defaultDevice } = request;
  const microphone = microphones.get(device) ?? new Microphone(bus, device);
  microphones.set(device, microphone);
  const onReplying = () => tell({ type: 'replying', id });
  const { signal } = requests;
  tell({ type: 'turn', id, turn: await speak(request, { bus, options, microphone, device, onReplying, signal }) });
}

/** Makes go wrong what is asked for, and puts right what went wrong before. */
async function setFaults(bus: NatsConnection, asked: HouseFaults): Promise<void> {
  const { refusals = 0, brokenAnswers = 0, down = [], ...faults } = asked;
  await fetch(`${llmUrl}/faults`, { method: 'POST', body: JSON.stringify({ refusals, brokenAnswers }) });
  await processes.keepDown(down);
  bus.publish(faultsSubject, JSON.stringify(faults));
  await bus.flush();
}

async function answer(bus: NatsConnection, request: HouseRequest): Promise<void> {
  const { id } = request;
  try {
    if ('speak' in request) return await hear(bus, request);
    await setFaults(bus, request.faults);
    tell({ type: 'done', id });
  } catch (error) {
    tell({ type: 'failed', id, message: sentenceOf(error) });
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
  if (ending === undefined) tell({ type: 'over', message: sentenceOf(error) });
  await end(1);
}
