/** One publisher, and subscribers in processes of their own that all take everything. */
import { runFixture } from './fixture.ts';

interface Published {
  readonly published: number;
  readonly seconds: number;
}

/** What one process took by all of its subscriptions. */
export interface Received {
  readonly received: number;
  readonly outOfOrder: number;
  readonly wrongContext: number;
  readonly seconds: number;
  readonly cpuMicroseconds: number;
  readonly megabytesGrown: number;
  /** Of the connection, such as that the server dropped it. */
  readonly events: readonly string[];
}

/** One subscribing process. */
interface Subscriber {
  readonly isInstrumented: boolean;
  /** Each `callback` or `loop`. */
  readonly subscriptions: readonly string[];
}

interface FanOut {
  readonly natsUrl: string;
  readonly subject: string;
  readonly messages: number;
  readonly perSecond: number;
  readonly subscribers: readonly Subscriber[];
}

/** Publishes once all are subscribed, and ends once all have seen the last message or have lost their connection. */
export async function fanOut(options: FanOut): Promise<{ published: Published; received: Received[] }> {
  const { natsUrl, subject, messages, perSecond, subscribers } = options;
  const started = subscribers.map(({ isInstrumented, subscriptions }) => {
    const { promise: subscribed, resolve } = Promise.withResolvers<void>();
    const ended = runFixture<Received>('fan-out.ts', {
      natsUrl,
      args: ['subscriber', subject, String(messages), subscriptions.join()],
      environment: isInstrumented ? {} : { TELEMETRY: 'off' },
      onLine: (line) => line === 'subscribed' && resolve(),
    });
    return { ready: Promise.race([subscribed, ended]), ended };
  });
  await Promise.all(started.map(({ ready }) => ready));
  const publisher = runFixture<Published>('fan-out.ts', {
    natsUrl,
    args: ['publisher', subject, String(messages), String(perSecond)],
  });
  const [published, ...received] = await Promise.all([publisher, ...started.map(({ ended }) => ended)]);
  return { published, received };
}
