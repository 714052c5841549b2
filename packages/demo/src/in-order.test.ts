import { expect, test } from 'vitest';
import { InOrder } from './in-order.ts';

test('work of one key waits for what came before it, and for nothing else', async () => {
  const inOrder = new InOrder();
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const last = Promise.withResolvers<void>();
  inOrder.run('a', async () => {
    await first.promise;
    order.push('a1');
  });
  inOrder.run('a', async () => {
    order.push('a2');
    last.resolve();
  });
  inOrder.run('b', async () => {
    order.push('b1');
    first.resolve();
  });
  await last.promise;
  expect(order).toEqual(['b1', 'a1', 'a2']);
});
