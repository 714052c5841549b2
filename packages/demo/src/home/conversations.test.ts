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
  conversations.end('before this service started');
  expect(open).toBe(0);
  conversations.begin('a');
  conversations.begin('a');
  conversations.begin('b');
  expect(open).toBe(2);
  conversations.end('a');
  conversations.end('a');
  expect(open).toBe(1);
});

test('a conversation whose end got lost does not stay open for ever', () => {
  conversations.begin('a');
  vi.advanceTimersByTime(60_000);
  expect(open).toBe(0);
  conversations.end('a');
  expect(open).toBe(0);
});
