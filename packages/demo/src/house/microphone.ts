/** A microphone that hears a recording: frames on NATS at the pace of real time, then silence until it is muted. */
import type { NatsConnection } from '@nats-io/nats-core';
import { setTimeout as sleep } from 'node:timers/promises';
import { frameMs, frames, silence, toBytes } from '../audio/pcm.ts';
import { audioSubjects } from '../bus.ts';

const leadInMs = 300;

/** Plays the recording into the house; silence follows for as long as `signal` lasts. */
export async function listenTo(bus: NatsConnection, recording: Int16Array, signal: AbortSignal): Promise<void> {
  const start = performance.now();
  let sent = 0;
  for (const frame of streamOf(recording)) {
    if (signal.aborted) return;
    bus.publish(audioSubjects.microphone, toBytes(frame));
    sent += 1;
    const due = start + sent * frameMs;
    if (due > performance.now()) await sleep(due - performance.now());
  }
}

function* streamOf(recording: Int16Array): Generator<Int16Array> {
  yield* frames(silence(leadInMs));
  yield* frames(recording);
  const quiet = silence(frameMs);
  for (;;) yield quiet;
}
