/** The house: starts its services, hears what its owner says, answers with the turn. Talks to its owner over IPC. */
import {
  withOffset,
  type HeardTurn,
  type HouseEvent,
  type HouseOptions,
  type HouseRequest,
  type SpokenRequest,
} from '@mordomo/stack';
import type { NatsConnection } from '@nats-io/nats-core';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectBus, eventOf } from '../bus.ts';
import { normalizeSentence } from '../home/commands.ts';
import { houseServices } from './services.ts';
import { listenTo } from './microphone.ts';
import { start, type Started } from './processes.ts';
import { prepare, record } from './request.ts';

const options = JSON.parse(process.argv[2] ?? '{}') as HouseOptions;
const logDir = join(options.dataDir, 'logs');
const tell = (event: HouseEvent) => void process.send?.(event);

/** A turn that is not over after this long never will be: the house's own limit is 25 s. */
const turnTimeoutMs = 40_000;

let processes: readonly Started[] = [];
let ending = false;

async function end(code: number): Promise<never> {
  ending = true;
  await Promise.all(processes.map((each) => each.stop()));
  process.exit(code);
}

async function open(): Promise<NatsConnection> {
  await prepare(options, (text) => tell({ type: 'progress', text }));
  const ports = withOffset(options.portOffset);
  const llm = fileURLToPath(new URL('../brain/cloud-stand-in.ts', import.meta.url));
  const services = houseServices(options, `http://127.0.0.1:${ports.languageModel}/v1`);
  const starting = [
    start('cloud-stand-in', llm, { PORT: String(ports.languageModel) }, logDir),
    ...services.map(({ name, entry, env }) => start(name, entry, env, logDir)),
  ];
  for (const each of starting) each.then((started) => (processes = [...processes, started])).catch(() => {});
  await Promise.all(starting);
  for (const { ended } of processes)
    void ended.then((what) => !ending && fail(`A service of the house died: ${what}.`));
  const pids = new Map(processes.map(({ name, pid }) => [name, pid]));
  const bus = await connectBus('microphone', `nats://127.0.0.1:${ports.nats}`);
  tell({
    type: 'ready',
    services: services.map(({ name, metrics, instance }) => ({ name, metrics, instance, pid: pids.get(name) ?? 0 })),
  });
  return bus;
}

/** Speaks to the house and waits until the turn is over. */
async function speak(bus: NatsConnection, request: SpokenRequest): Promise<HeardTurn> {
  const { recording, said } = await record(options, request);
  let transcript = '';
  const transcripts = bus.subscribe('voice.transcript', {
    callback: (_error, message) => {
      transcript = eventOf('voice.transcript', message).text;
    },
  });
  const ends = bus.subscribe('voice.turn.ended', { max: 1, timeout: turnTimeoutMs });
  const silence = new AbortController();
  const heard = listenTo(bus, recording, silence.signal);
  try {
    for await (const message of ends) {
      const { traceId, outcome } = eventOf('voice.turn.ended', message);
      const matched =
        said === undefined ? transcript !== '' : normalizeSentence(said) === normalizeSentence(transcript);
      const replyWav = join(options.dataDir, 'replies', `${traceId}.wav`);
      return {
        traceId,
        outcome,
        transcript,
        transcriptMatched: matched,
        ...(existsSync(replyWav) ? { replyWav } : {}),
      };
    }
    throw new Error('the subscription ended');
  } catch (error) {
    throw new Error(`The house did not answer within ${turnTimeoutMs / 1000} s; see the files in ${logDir}.`, {
      cause: error,
    });
  } finally {
    silence.abort();
    transcripts.unsubscribe();
    await heard;
  }
}

/** The sentence alone: the owner shows it to a person. */
function fail(error: unknown): void {
  tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
}

process.once('disconnect', () => void end(1));
process.once('SIGTERM', () => void end(0));
process.on('SIGINT', () => {}); // Ctrl-C reaches the whole group; the owner says when to stop

try {
  const bus = await open();
  void watch(bus);
  process.on('message', (message: HouseRequest) => {
    if (message.type === 'stop') void end(0);
    else speak(bus, message.request).then((turn) => tell({ type: 'turn', turn }), fail);
  });
} catch (error) {
  fail(error);
  await end(1);
}

/** Without its bus the house hears nothing: say so at once instead of waiting for a turn that cannot end. */
async function watch(bus: NatsConnection): Promise<void> {
  for await (const { type } of bus.status()) {
    if (type === 'disconnect' && !ending)
      fail('NATS went away in the middle of the turn; start it again and repeat the request.');
  }
}
