/** What all services of the house share: the bus, an orderly end, delays for experiments. */
import { consume, contextOf } from '@mordomo/instrumentation-nats';
import type { Stage } from '@mordomo/semconv';
import type { Msg, NatsConnection } from '@nats-io/nats-core';
import { context } from '@opentelemetry/api';
import { setTimeout as sleep } from 'node:timers/promises';
import pino, { type Logger } from 'pino';
import { announce, connectBus, eventOf, type Events } from './bus.ts';

/** What a service is started with, by environment. */
export interface ServiceSettings {
  /** `speech`: real audio. `scripted`: the "audio" carries text, for machines without speech engines. */
  readonly engine: 'speech' | 'scripted';
  readonly dataDir: string;
  readonly cacheDir: string;
  readonly device: string;
  readonly port: number;
}

export const settings: ServiceSettings = {
  engine: process.env['MORDOMO_DEMO_ENGINE'] === 'scripted' ? 'scripted' : 'speech',
  dataDir: process.env['MORDOMO_DATA_DIR'] ?? '.',
  cacheDir: process.env['MORDOMO_CACHE_DIR'] ?? '.',
  device: process.env['MORDOMO_DEVICE'] ?? 'kitchen',
  port: Number(process.env['PORT'] ?? 0),
};

/** `stage=ms,stage=ms` */
const delays = new Map<string, number>();
for (const pair of (process.env['MORDOMO_DEMO_DELAYS'] ?? '').split(',')) {
  const [stage = '', milliseconds] = pair.split('=');
  delays.set(stage, Number(milliseconds));
}

/** Makes a stage slower by what `--delay stage=ms` asked for: so that one can see the report find it. */
export const stageDelay = (stage: Stage): Promise<void> => sleep(delays.get(stage) ?? 0);

export interface Service {
  readonly bus: NatsConnection;
  readonly log: Logger;
  /** Handles the events of a subject one after the other, each in its own trace. */
  readonly on: <Subject extends keyof Events>(
    subject: Subject,
    handle: (event: Events[Subject], message: Msg) => Promise<void> | void,
  ) => void;
  /** The same for audio, as messages. */
  readonly onAudio: (subject: string, handle: (message: Msg) => Promise<void> | void) => void;
  /** Tells the house that this service can be spoken to. */
  readonly ready: () => Promise<void>;
}

/** How long a service may take to finish what it is at: NATS may be gone for good, and a reply may be long. */
const patienceMs = 2_000;

/** Connects a service; `close` runs before it ends. An event that cannot be handled ends its turn. */
export async function openService(close: () => Promise<void> | void = () => {}): Promise<Service> {
  const name = process.env['OTEL_SERVICE_NAME'] ?? 'service';
  const log = pino({ name });
  const bus = await connectBus(name, process.env['NATS_URL'] ?? 'nats://127.0.0.1:4222');
  const onError = (error: unknown, message: Msg) =>
    context.with(contextOf(message), () => {
      log.error({ err: error }, 'event not handled');
      if (!bus.isDraining() && !bus.isClosed()) announce(bus, 'voice.failed', { service: name });
    });
  let isEnding = false;
  const end = async () => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(0), patienceMs);
    await bus.drain().catch(() => {}); // a bus that is gone has nothing to drain
    await close();
    process.exit(0);
  };
  process.once('SIGTERM', end);
  process.once('disconnect', end); // the house is gone
  if (process.send !== undefined && !process.connected) await end(); // it went while this service was still starting
  process.on('SIGINT', () => {}); // Ctrl-C reaches the whole group; the house ends its services in order
  const onAudio: Service['onAudio'] = (subject, handle) => void consume(bus.subscribe(subject), handle, onError);
  return {
    bus,
    log,
    onAudio,
    on: (subject, handle) => onAudio(subject, (message) => handle(eventOf(subject, message), message)),
    ready: async () => {
      await bus.flush();
      process.send?.('ready');
    },
  };
}
