/**
 * A fan-out to many processes, half of them plain, half instrumented, all on the same messages: what is delivered, what the
 * handling costs, what is lost. `npm run bench -w packages/nats`
 */
import { loadavg } from 'node:os';
import { fanOut, type Received } from '../test/support/fan-out.ts';
import { startNatsServer } from '../test/support/nats-server.ts';

const processes = 6;
const messages = 40_000;
const perSecond = 20_000;
const ways: readonly (readonly [way: string, subject: string])[] = [
  ['hand-over (voice.>)', 'voice.fan'],
  ['with a span', 'rooms.fan'],
  ['untraced (audio.>)', 'audio.fan'],
];

const sum = (of: readonly Received[], value: (one: Received) => number): number =>
  of.reduce((total, one) => total + value(one), 0);

const cpuPerMessage = (of: readonly Received[]): number =>
  sum(of, (one) => one.cpuMicroseconds) / sum(of, (one) => one.received);

const perSecondOf = (of: readonly Received[]): string =>
  Math.round(sum(of, (one) => one.received / one.seconds)).toLocaleString('en');

await using server = await startNatsServer('pinned', 10);
console.log(`\nFan-out of ${messages} messages to each of ${processes} processes, half of them plain:`);
for (const kind of ['callback', 'loop']) {
  for (const [way, subject] of ways) {
    const subscribers = Array.from({ length: processes }, (_, index) => ({
      isInstrumented: index % 2 === 0,
      subscriptions: [kind],
    }));
    const { published, received } = await fanOut({ natsUrl: server.url, subject, messages, perSecond, subscribers });
    const instrumented = received.filter((_, index) => subscribers[index]?.isInstrumented === true);
    const plain = received.filter((_, index) => subscribers[index]?.isInstrumented === false);
    const cpu = cpuPerMessage(instrumented);
    console.log(`${kind}, ${way} (load ${loadavg()[0]?.toFixed(1)})`, {
      'sent/s': Math.round(published.published / published.seconds).toLocaleString('en'),
      'handled/s, all': perSecondOf(received),
      'µs, plain': cpuPerMessage(plain).toFixed(1),
      'µs, ours': cpu.toFixed(1),
      ratio: (cpu / cpuPerMessage(plain)).toFixed(2),
      lost: processes * messages - sum(received, (one) => one.received),
      'out of order': sum(received, (one) => one.outOfOrder),
      'wrong context': sum(received, (one) => one.wrongContext),
      'MB grown, plain / ours': `${most(plain)} / ${most(instrumented)}`,
      disconnects: sum(received, (one) => one.events.length),
    });
  }
}

function most(of: readonly Received[]): number {
  return Math.max(...of.map((one) => one.megabytesGrown));
}
