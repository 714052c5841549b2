/** Under load, and without a server for a while, every message still comes in its own context. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runFixture } from './support/fixture.ts';
import { startNatsServer, type NatsServer } from './support/nats-server.ts';

let server: NatsServer | undefined;
beforeAll(async () => {
  server = await startNatsServer();
});
afterAll(() => server?.stop());

interface Published {
  readonly published: number;
  readonly seconds: number;
}

interface Received {
  readonly received: number;
  readonly wrong: number;
  readonly seconds: number;
  readonly megabytes: number;
  readonly events: readonly string[];
}

describe('a fan-out of up to 20 000 messages per second to five subscriptions', () => {
  const messages = 20_000;

  test.each([
    ['carry the turn', 'voice.fan'],
    ['are untraced', 'audio.fan'],
    ['have spans', 'rooms.fan'],
  ])('stays up where messages %s: all arrive, none in the context of another', async (way, subject) => {
    const common = [subject, String(messages), '20000'];
    const { promise: subscribed, resolve } = Promise.withResolvers<void>();
    const subscriber = runFixture<Received>('fan-out.ts', {
      natsUrl: server?.url ?? '',
      args: ['subscriber', ...common],
      onLine: (line) => line === 'subscribed' && resolve(),
    });
    await Promise.race([subscribed, subscriber]);
    const publisher = runFixture<Published>('fan-out.ts', {
      natsUrl: server?.url ?? '',
      args: ['publisher', ...common],
    });
    const [{ published, seconds: sendSeconds }, { received, wrong, seconds, megabytes, events }] = await Promise.all([
      publisher,
      subscriber,
    ]);
    const perSecond = (count: number, time: number) => `${Math.round(count / time).toLocaleString('en')}/s`;
    console.log(
      `Messages that ${way}: ${perSecond(published, sendSeconds)} sent, ${perSecond(received, seconds)} handled in one process of ${megabytes} MB.`,
    );
    expect({ received, wrong, events }).toEqual({ received: messages * 5, wrong: 0, events: [] });
  });
});

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
