/** Trace context over a real NATS server. */
import { upNats, withOffset, type RunningStack } from '@mordomo/stack';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/nats-core';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { context, propagation, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePortOffset } from '../../../test/support/ports.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { headers } from '@nats-io/nats-core';
import { consume, contextOf, publish } from '../src/index.ts';

const spanContext = (digit: string) => ({
  traceId: digit.repeat(32),
  spanId: digit.repeat(16),
  traceFlags: TraceFlags.SAMPLED,
});
const contextWith = (digit: string) => trace.setSpanContext(ROOT_CONTEXT, spanContext(digit));

let folder: string;
let nats: RunningStack;
let connection: NatsConnection;

beforeAll(async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  folder = mkdtempSync(join(tmpdir(), 'mordomo-nats-'));
  const portOffset = await freePortOffset();
  nats = await upNats({ dataDir: folder, portOffset });
  connection = await connect({ servers: `127.0.0.1:${withOffset(portOffset).nats}` });
});

afterAll(async () => {
  await connection.close();
  await nats.stop();
  rmSync(folder, { recursive: true });
});

/** The trace and span ids that the handlers of `count` messages see as active. */
async function activeIn(subject: string, count: number, send: () => void): Promise<(string | undefined)[]> {
  const seen: (string | undefined)[] = [];
  const subscription = connection.subscribe(subject, { max: count });
  const done = consume(
    subscription,
    () => void seen.push(trace.getSpanContext(context.active())?.spanId),
    (error) => {
      throw error;
    },
  );
  send();
  await done;
  return seen;
}

test('each message is handled in the context that it carries, whatever is active where the loop was started', async () => {
  const seen = await context.with(contextWith('a'), () =>
    activeIn('voice.each', 2, () => {
      publish(connection, 'voice.each', '', contextWith('b'));
      publish(connection, 'voice.each', '', contextWith('c'));
    }),
  );
  expect(seen).toEqual(['b'.repeat(16), 'c'.repeat(16)]);
});

test('a message without context is handled without any, not in that of the loop', async () => {
  const seen = await context.with(contextWith('a'), () =>
    activeIn('voice.plain', 1, () => connection.publish('voice.plain', '')),
  );
  expect(seen).toEqual([undefined]);
});

test('a client that writes Traceparent is understood as well', async () => {
  const subscription = connection.subscribe('voice.other', { max: 1 });
  const carrier = headers();
  carrier.set('Traceparent', `00-${'d'.repeat(32)}-${'d'.repeat(16)}-01`);
  connection.publish('voice.other', '', { headers: carrier });
  for await (const message of subscription) {
    expect(trace.getSpanContext(contextOf(message))).toMatchObject({ traceId: 'd'.repeat(32), isRemote: true });
  }
});

test('a handler that throws is told, and the next message is handled', async () => {
  const subscription = connection.subscribe('voice.failing', { max: 2 });
  const told: unknown[] = [];
  let handled = 0;
  const done = consume(
    subscription,
    () => {
      handled += 1;
      if (handled === 1) throw new Error('first');
    },
    (error) => told.push(error),
  );
  publish(connection, 'voice.failing', '', ROOT_CONTEXT);
  publish(connection, 'voice.failing', '', ROOT_CONTEXT);
  await done;
  expect({ handled, told }).toEqual({ handled: 2, told: [new Error('first')] });
});

test('headers of the sender travel along', async () => {
  const subscription = connection.subscribe('voice.headers', { max: 1 });
  const carrier = headers();
  carrier.set('Outcome', 'answered');
  publish(connection, 'voice.headers', 'x', contextWith('e'), carrier);
  for await (const message of subscription) expect(message.headers?.get('Outcome')).toBe('answered');
});
