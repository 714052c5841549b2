import { headers, type Msg } from '@nats-io/nats-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Turns } from './turns.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** As far as a turn is read from it. */
function messageOf(turn: string, device: string): Msg {
  const carrier = headers();
  carrier.set('Mordomo-Turn', turn);
  carrier.set('Mordomo-Device', device);
  return { headers: carrier } as Msg;
}

test('the end of a turn ends the work for it, and for no other', () => {
  const turns = new Turns();
  const [kitchen, office] = [turns.of(messageOf('a', 'kitchen')), turns.of(messageOf('b', 'office'))];
  turns.end('a');
  expect([kitchen.signal.aborted, office.signal.aborted]).toEqual([true, false]);
  expect(office.stage({ 'voice.engine': 'flite' })).toMatchObject({
    attributes: { 'voice.device': 'office', 'voice.engine': 'flite' },
    signal: office.signal,
  });
});

test('what comes late for a turn is known to be late, also when the end came first', () => {
  const turns = new Turns();
  turns.end('a');
  expect(turns.of(messageOf('a', 'kitchen')).signal.aborted).toBe(true);
  vi.advanceTimersByTime(60_000);
  expect(turns.of(messageOf('a', 'kitchen')).signal.aborted).toBe(false);
});
