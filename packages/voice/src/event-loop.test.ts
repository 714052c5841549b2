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
  block(300);
  await expect.poll(() => pointsOf('voice.event_loop.stall'), { timeout: 10_000 }).toHaveLength(1);
  stop();
  const [stall] = await pointsOf('voice.event_loop.stall');
  expect(stall?.value).toMatchObject({ sum: expect.toSatisfy((sum: number) => sum > 0.295) as number });
});
