/**
 * What publishing costs with the instrumentation, beside a plain publish that has headers: `npm run bench -w packages/nats`.
 * All ways take turns in one process and are measured in CPU time, so that other work on the machine falls on all alike.
 * The server is the pinned one, started for it.
 */
import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  trace,
  TraceFlags,
  type Span,
  type TextMapSetter,
} from '@opentelemetry/api';
import type { MsgHdrs } from '@nats-io/transport-node';
import { loadavg } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import '../test/fixtures/discarding.ts';
import { startNatsServer } from '../test/support/nats-server.ts';

const { connect, headers } = await import('@nats-io/transport-node');
await using server = await startNatsServer();
const bus = await connect({ servers: server.url });

type Publish = typeof bus.publish;
const traced: Publish = (...message) => bus.publish(...message);
/** As the library has it: what is replaced is kept. */
const original = Reflect.get(Reflect.get(bus, 'publish'), Symbol.for('mordomo.nats.replaced')) as Publish;
const plain: Publish = (...message) => original.apply(bus, message);
const payload = new Uint8Array(200);
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

function withHeaders(publish: Publish): void {
  const carrier = headers();
  carrier.set('traceparent', traceparent);
  publish('rooms.hall', payload, { headers: carrier });
}

const tracer = trace.getTracer('bench');

/** A span with what the conventions require of it. */
function startSpan(): Span {
  const attributes = {
    'messaging.system': 'nats',
    'messaging.operation.name': 'publish',
    'messaging.operation.type': 'send',
    'messaging.destination.name': 'rooms.hall',
    'messaging.message.body.size': payload.length,
    'server.address': '127.0.0.1',
    'server.port': 4222,
  };
  return tracer.startSpan('publish rooms.hall', { kind: SpanKind.PRODUCER, attributes });
}

const setter: TextMapSetter<MsgHdrs> = { set: (carrier, name, value) => carrier.set(name, value) };

/** What a service would write itself with the OpenTelemetry API, without counting. */
function byHand(): void {
  const span = startSpan();
  const carrier = headers();
  propagation.inject(trace.setSpan(context.active(), span), carrier, setter);
  plain('rooms.hall', payload, { headers: carrier });
  span.end();
}

const notSampled = trace.setSpanContext(context.active(), {
  traceId: '1'.repeat(32),
  spanId: '1'.repeat(16),
  traceFlags: TraceFlags.NONE,
});

const base = 'plain, with headers';
const ways: Readonly<Record<string, () => void>> = {
  'plain, without headers': () => plain('rooms.hall', payload),
  [base]: () => withHeaders(plain),
  'hand-over (voice.>)': () => traced('voice.sentence', payload),
  'a span alone, no publish': () => startSpan().end(),
  'a span by hand': byHand,
  'with a span': () => traced('rooms.hall', payload),
  'with a span, not sampled': () => context.with(notSampled, () => traced('rooms.hall', payload)),
  'with a span and own headers': () => withHeaders(traced),
  'untraced (audio.>)': () => traced('audio.microphone', payload),
};

interface Pace {
  readonly name: string;
  readonly burst: number;
  readonly bursts: number;
  /** Between two messages of a burst. */
  readonly pause: (() => Promise<unknown>) | undefined;
}

const paces: readonly Pace[] = [
  { name: 'One message per turn of the event loop', burst: 200, bursts: 100, pause: () => nextTurn() },
  { name: '1000 messages in one go', burst: 1000, bursts: 100, pause: undefined },
];

/** CPU microseconds of this thread for one burst, until what was put off to its end is done, too. */
async function timeBurst(publish: () => void, { burst, pause }: Pace): Promise<number> {
  const begin = process.threadCpuUsage();
  for (let index = 0; index < burst; index += 1) {
    publish();
    if (pause !== undefined) await pause();
  }
  await Promise.resolve();
  const { user, system } = process.threadCpuUsage(begin);
  return user + system;
}

async function compare(pace: Pace): Promise<void> {
  const spent = new Map(Object.keys(ways).map((name) => [name, 0]));
  for (let round = -10; round < pace.bursts; round += 1) {
    for (const [name, publish] of Object.entries(ways)) {
      const microseconds = await timeBurst(publish, pace);
      await bus.flush();
      if (round >= 0) spent.set(name, (spent.get(name) ?? 0) + microseconds); // those before warm up
    }
  }
  const perMessage = (name: string): number => (spent.get(name) ?? 0) / (pace.burst * pace.bursts);
  console.log(`\n${pace.name} (mean of ${pace.burst * pace.bursts}, load ${loadavg()[0]?.toFixed(1)}):`);
  for (const name of spent.keys()) {
    const ratio = (perMessage(name) / perMessage(base)).toFixed(2);
    console.log(`${name.padEnd(30)}${perMessage(name).toFixed(2).padStart(7)} µs${ratio.padStart(7)} ×`);
  }
}

// As a service publishes: inside a span.
await context.with(trace.setSpan(ROOT_CONTEXT, tracer.startSpan('house')), async () => {
  for (const pace of paces) await compare(pace);
});
await bus.close();
