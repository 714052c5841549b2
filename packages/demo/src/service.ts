/** What all services of the house share: the bus, turns, an orderly end. */
import { consume } from '@mordomo/instrumentation-nats/consume';
import { sendStageReports, watchEventLoop } from '@mordomo/voice';
import type { Msg, NatsConnection } from '@nats-io/nats-core';
import { context } from '@opentelemetry/api';
import pino, { type Logger } from 'pino';
import { announce, connectBus, eventOf, type Events, type TurnTag } from './bus.ts';
import { faultsSubject, setFaults, type Faults } from './faults.ts';
import { InOrder } from './in-order.ts';
import { settings } from './settings.ts';
import { Turns, type Turn } from './turns.ts';

export interface Service {
  readonly bus: NatsConnection;
  readonly log: Logger;
  /** Publishes an event of a turn. */
  readonly announce: <Subject extends keyof Events>(subject: Subject, event: Events[Subject], turn: TurnTag) => void;
  /** Handles the events of a subject: those of one turn one after the other, those of different turns side by side. */
  readonly on: <Subject extends keyof Events>(
    subject: Subject,
    handle: (event: Events[Subject], turn: Turn) => Promise<void> | void,
  ) => void;
  /** The same for audio, as messages. */
  readonly onAudio: (subject: string, handle: (message: Msg, turn: Turn) => Promise<void> | void) => void;
  /** Tells the house that this service can be spoken to. */
  readonly ready: () => Promise<void>;
}

/** Connects a service; `close` runs before it ends. An event that cannot be handled ends its turn. */
export async function openService(close: () => Promise<void> | void = () => {}): Promise<Service> {
  const log = pino({ name: settings.name });
  const bus = await connectBus(settings.name, settings.natsUrl);
  await endInOrder(bus, close);
  watchEventLoop();
  sendStageReports((report, of) => context.with(of, () => bus.publish('voice.stage', JSON.stringify(report))));

  const turns = new Turns();
  const fail = (error: unknown, turn: Turn) => {
    log.error({ err: error }, 'event not handled');
    if (!bus.isDraining() && !bus.isClosed()) announce(bus, 'voice.failed', { service: settings.name }, turn);
  };
  const onAudio: Service['onAudio'] = (subject, handle) => {
    const inOrder = new InOrder();
    const subscription = bus.subscribe(subject);
    const take = (message: Msg) => {
      const turn = turns.of(message);
      inOrder.run(turn.id, async () => {
        try {
          await handle(message, turn);
        } catch (error) {
          if (!turn.signal.aborted) fail(error, turn);
        }
      });
    };
    void consume(subscription, take, (error) => log.error({ err: error }, 'message not understood'));
  };
  const on: Service['on'] = (subject, handle) =>
    onAudio(subject, (message, turn) => handle(eventOf(subject, message), turn));
  on('voice.interrupted', (_event, { id }) => turns.end(id));
  on('voice.turn.ended', (_event, { id }) => turns.end(id));
  void consume(
    bus.subscribe(faultsSubject),
    (message) => setFaults(message.json<Faults>()),
    () => {},
  );
  return {
    bus,
    log,
    on,
    onAudio,
    announce: (subject, event, turn) => announce(bus, subject, event, turn),
    ready: async () => {
      await bus.flush();
      process.send?.('ready');
    },
  };
}

/** How long a service may take to finish what it is at: NATS may be gone for good, and a reply may be long. */
const endPatienceMs = 2_000;

/** Ends the service in order when it is told to, or when the house is gone. */
async function endInOrder(bus: NatsConnection, close: () => Promise<void> | void): Promise<void> {
  let isEnding = false;
  const end = async () => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(0), endPatienceMs);
    await bus.drain().catch(() => {}); // a bus that is gone has nothing to drain
    await close();
    process.exit(0);
  };
  process.once('SIGTERM', end);
  process.once('disconnect', end); // the house is gone
  process.on('SIGINT', () => {}); // Ctrl-C reaches the whole group; the house ends its services in order
  if (process.send !== undefined && !process.connected) await end(); // it went while this service was still starting
}
