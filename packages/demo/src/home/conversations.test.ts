import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Conversations } from './conversations.ts';

let open = 0;
let conversations: Conversations;
beforeEach(() => {
  vi.useFakeTimers();
  open = 0;
  conversations = new Conversations((by) => (open += by));
});
afterEach(() => vi.useRealTimers());

test('the number is what is open, also when events come twice or an end comes alone', () => {
  conversations.end('before this service started', 't0');
  expect(open).toBe(0);
  conversations.begin('a', 't1');
  conversations.begin('a', 't1');
  conversations.begin('b', 't2');
  expect(open).toBe(2);
});

test('a conversation is open while it could be continued, and a turn that continues it is no other one', () => {
  conversations.begin('a', 't1');
  conversations.end('a', 't1');
  vi.advanceTimersByTime(20_000);
  conversations.begin('a', 't2');
  vi.advanceTimersByTime(20_000);
  conversations.end('a', 't2');
  expect(open).toBe(1);
  vi.advanceTimersByTime(30_000);
  expect(open).toBe(0);
  conversations.end('a', 't2');
  expect(open).toBe(0);
});

test('while one of two turns is under way, the conversation is open', () => {
  conversations.begin('a', 'interrupted');
  conversations.begin('a', 'next');
  conversations.end('a', 'interrupted');
  vi.advanceTimersByTime(40_000);
  expect(open).toBe(1);
});

test('a conversation whose end got lost does not stay open for ever', () => {
  conversations.begin('a', 't1');
  vi.advanceTimersByTime(60_000);
  expect(open).toBe(0);
});
