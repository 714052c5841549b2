/** Audio as Wyoming events. */
import { bytesOf, samplesOf, type Audio } from '../audio.ts';
import { EngineError } from '../engine-error.ts';
import type { WyomingEvent } from './frames.ts';

/** A tenth of a second: what a server waits for at most before it can begin. */
const chunksPerSecond = 10;

const format = (rate: number) => ({ rate, width: 2, channels: 1 });

export const audioStart = (rate: number): WyomingEvent => ({ type: 'audio-start', data: format(rate) });

/** @param timestamp where in its stream the audio begins, in milliseconds */
export const audioChunk = ({ samples, rate }: Audio, timestamp: number): WyomingEvent => ({
  type: 'audio-chunk',
  data: { ...format(rate), timestamp: Math.round(timestamp) },
  payload: bytesOf(samples),
});

/** A whole utterance. */
export function* utterance({ samples, rate }: Audio): Iterable<WyomingEvent> {
  yield audioStart(rate);
  const length = Math.ceil(rate / chunksPerSecond);
  for (let start = 0; start < samples.length; start += length)
    yield audioChunk({ samples: samples.subarray(start, start + length), rate }, (start * 1000) / rate);
  yield { type: 'audio-stop' };
}

/** The audio of an event `audio-chunk`. @throws EngineError where it is not mono and 16 bit */
export function audioOf(what: string, { data, payload }: WyomingEvent): Audio {
  const { rate, width, channels } = data ?? {};
  if (typeof rate !== 'number' || width !== 2 || channels !== 1) {
    const seen = `${String(channels)} channels of ${String(width)} bytes`;
    throw new EngineError(
      'EngineNotUnderstood',
      `${what} sent ${seen}, and not mono of 2 bytes: choose another voice.`,
    );
  }
  return { samples: samplesOf(payload ?? Buffer.alloc(0)), rate };
}
