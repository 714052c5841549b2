/** The microphone of a device: frames on NATS at the pace of real time, silence where nobody speaks into it. */
import type { NatsConnection } from '@nats-io/nats-core';
import { setTimeout as sleep } from 'node:timers/promises';
import { concat, frameMs, frames, silence, soundEndsMs, toBytes } from '../audio/pcm.ts';
import { microphoneSubject } from '../bus.ts';

const leadInMs = 300;
const quiet = silence(frameMs);

interface Waiting {
  readonly frame: Int16Array;
  readonly onSent?: (at: number) => void;
}

export class Microphone {
  readonly #bus: NatsConnection;
  readonly #subject: string;
  readonly #waiting: Waiting[] = [];
  #users = 0;
  #running: Promise<void> = Promise.resolve();

  constructor(bus: NatsConnection, device: string) {
    this.#bus = bus;
    this.#subject = microphoneSubject(device);
  }

  /** Keeps the microphone open while `work` lasts. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#users += 1;
    if (this.#users === 1) this.#running = this.#running.then(() => this.#run());
    try {
      return await work();
    } finally {
      this.#users -= 1;
      if (this.#users === 0) {
        this.#waiting.length = 0; // nobody listens any more to what was not said yet
        await this.#running;
      }
    }
  }

  /**
   * Speaks into it, after what is being said.
   * @param onSilence is told when the last sound went in, in milliseconds since the epoch
   */
  say(recording: Int16Array, onSilence: (at: number) => void): void {
    const said = [...frames(concat([silence(leadInMs), recording]))];
    const last = Math.floor((leadInMs + soundEndsMs(recording)) / frameMs);
    this.#waiting.push(...said.map((frame, index) => ({ frame, ...(index === last && { onSent: onSilence }) })));
  }

  async #run(): Promise<void> {
    const start = performance.now();
    for (let sent = 0; this.#users > 0;) {
      const { frame = quiet, onSent } = this.#waiting.shift() ?? {};
      this.#bus.publish(this.#subject, toBytes(frame));
      onSent?.(Date.now());
      sent += 1;
      const earlyMs = start + sent * frameMs - performance.now();
      if (earlyMs > 0) await sleep(earlyMs);
    }
  }
}
