import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { watchEventLoop } from './index.ts';
import { pointsOf } from './testing/telemetry.ts';

/** Does nothing else meanwhile. */
function block(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

test('a stall is observed with its length', async () => {
  const stop = watchEventLoop();
  await sleep(60);
  block(300);
  await sleep(60);
  stop();
  const stalls = await pointsOf('voice.event_loop.stall');
  expect(stalls).toHaveLength(1);
  // It began at most one beat after the last one.
  expect(stalls[0]?.value).toMatchObject({ sum: expect.toSatisfy((sum: number) => sum > 0.24) as number });
});
