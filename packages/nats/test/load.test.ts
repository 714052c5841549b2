/** Under load, and without a server for a while, every message still comes in its own context. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fanOut } from './support/fan-out.ts';
import { runFixture } from './support/fixture.ts';
import { startNatsServer, type NatsServer } from './support/nats-server.ts';

let server: NatsServer | undefined;
beforeAll(async () => {
  server = await startNatsServer();
});
afterAll(() => server?.stop());

const everyWay = [
  ['carry the turn', 'voice.fan'],
  ['are untraced', 'audio.fan'],
  ['have spans', 'rooms.fan'],
] as const;

test.each(everyWay)(
  'a burst of 100 000 messages that %s comes whole, in order, each in its own context',
  async (way, subject) => {
    const messages = 20_000;
    const subscriptions = ['callback', 'callback', 'loop', 'loop', 'loop'];
    const { published, received } = await fanOut({
      natsUrl: server?.url ?? '',
      subject,
      messages,
      perSecond: 20_000,
      subscribers: [{ isInstrumented: true, subscriptions }],
    });
    const perSecond = (count: number, seconds: number) => `${Math.round(count / seconds).toLocaleString('en')}/s`;
    const sent = perSecond(messages, published.seconds);
    for (const { seconds, megabytesGrown, ...found } of received) {
      expect(found).toMatchObject({
        received: messages * subscriptions.length,
        outOfOrder: 0,
        wrongContext: 0,
        events: [],
      });
      console.log(
        `Messages that ${way}: ${sent} sent, ${perSecond(found.received, seconds)} handled; ${megabytesGrown} MB more.`,
      );
    }
  },
);

interface Tally {
  readonly received: number;
  readonly wrong: number;
}

interface Restarted {
  readonly loop: Tally;
  readonly callback: Tally;
  readonly stream: Tally;
  readonly reconnects: number;
}

test.each(['nats-core 3', 'nats 2'])(
  '%s: a server that dies in mid-stream and comes back loses no context',
  async (name) => {
    const { promise: streaming, resolve } = Promise.withResolvers<void>();
    const running = runFixture<Restarted>('restart.ts', {
      natsUrl: server?.url ?? '',
      args: [name],
      onLine: (line) => line === 'streaming' && resolve(),
    });
    await Promise.race([streaming, running]);
    await server?.restart();
    const { loop, callback, stream, reconnects } = await running;
    expect(reconnects).toBe(1);
    expect([loop.wrong, callback.wrong, stream.wrong]).toEqual([0, 0, 0]);
    console.log(`${name}: ${loop.received + callback.received + stream.received} messages before and after.`);
  },
);
