import type { Interval, Turn, Wait } from '../model.ts';

/** How long until the first audio: since the wake word, or where nobody noted that, as long as the user waited. */
export function latencyOf({ wakeToSpeech, wait }: Turn): (Interval & Pick<Wait, 'since'>) | undefined {
  return wakeToSpeech === undefined ? wait : { since: 'wake', ...wakeToSpeech };
}
