/** How often the house knew who spoke, by what its users said about it. */
import { metrics } from '@mordomo/semconv';
import { observe, record } from './instruments.ts';

const windowMs = 7 * 24 * 60 * 60 * 1000;
/** Nobody corrects a house more often than this; it bounds the memory. */
const mostKept = 1000;

interface Feedback {
  readonly at: number;
  readonly isRight: boolean;
}

/**
 * Takes feedback on identifications, and observes `speaker_identification_accuracy` from that of the last seven days, by
 * device. A device without feedback has no accuracy. The memory is this process’s: after a restart it begins anew.
 */
export class SpeakerFeedback {
  readonly #byDevice = new Map<string, Feedback[]>();
  readonly #now: () => number;

  /** @param now the time in milliseconds since the epoch */
  constructor(now: () => number = Date.now) {
    this.#now = now;
    observe(metrics.speakerAccuracy, () => this.#accuracies());
  }

  /** A user confirmed or corrected who spoke. */
  add(device: string, isRight: boolean): void {
    record(metrics.speakerIdentifications, 1, { result: isRight ? 'confirmed' : 'corrected' });
    this.#byDevice.set(device, [...this.#recent(device), { at: this.#now(), isRight }].slice(-mostKept));
  }

  #recent(device: string): Feedback[] {
    const since = this.#now() - windowMs;
    return (this.#byDevice.get(device) ?? []).filter(({ at }) => at > since);
  }

  #accuracies() {
    return [...this.#byDevice.keys()].flatMap((device) => {
      const recent = this.#recent(device);
      const right = recent.filter(({ isRight }) => isRight).length;
      return recent.length === 0 ? [] : [{ value: right / recent.length, labels: { device } }];
    });
  }
}
