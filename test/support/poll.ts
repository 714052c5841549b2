import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until `look` answers something that satisfies `isRight`, and returns it.
 * @throws after `timeoutMs`, saying what was last seen
 */
export async function until<Seen>(
  what: string,
  look: () => Promise<Seen> | Seen,
  isRight: (seen: Seen) => boolean,
  timeoutMs = 30_000,
  everyMs = 200,
): Promise<Seen> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    let seen: Seen | string;
    try {
      const answer = await look();
      if (isRight(answer)) return answer;
      seen = answer;
    } catch (error) {
      seen = String(error);
    }
    if (performance.now() > deadline) {
      throw new Error(`${what}: not within ${timeoutMs / 1000} s; last seen: ${JSON.stringify(seen)?.slice(0, 2000)}`);
    }
    await sleep(everyMs);
  }
}
