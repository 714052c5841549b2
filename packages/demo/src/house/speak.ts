/** One request to the house: says it into a microphone and waits until the turn is over. */
import type { HeardTurn, HouseOptions, SpokenRequest } from '@mordomo/stack';
import type { NatsConnection } from '@nats-io/nats-core';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { durationMs } from '../audio/pcm.ts';
import { normalizeSentence } from '../home/commands.ts';
import { followTurn } from './follow.ts';
import type { Microphone } from './microphone.ts';
import { record } from './request.ts';

/** A turn that is not over after this long never will be: the house's own limit is 25 s. */
const turnTimeoutMs = 40_000;
/** A request begins with the wake word, so it is heard within this time or not at all. */
const wakeWordMs = 10_000;
/** What hearing it may take on a slow board. */
const slackMs = 3_000;

interface Speaking {
  readonly bus: NatsConnection;
  readonly options: HouseOptions;
  readonly microphone: Microphone;
  readonly device: string;
  /** The first audio of the reply sounds. */
  readonly onReplying: () => void;
  /** Aborted when no turn can end any more. */
  readonly signal: AbortSignal;
}

/** @throws `signal.reason` when aborted, or an error with one sentence when nothing was heard or no reply came */
export async function speak(request: SpokenRequest, speaking: Speaking): Promise<HeardTurn> {
  const { bus, options, microphone, device, onReplying, signal } = speaking;
  const { recording, said } = await record(options, request);
  signal.throwIfAborted();
  const recordingMs = durationMs(recording);
  return microphone.during(async () => {
    const following = followTurn(bus, device, onReplying, {
      signal,
      wakeWordMs: Math.min(recordingMs, wakeWordMs) + slackMs,
      turnMs: recordingMs + turnTimeoutMs,
      logDir: join(options.dataDir, 'logs'),
    });
    let soundEnded: number | undefined;
    microphone.say(recording, (at) => (soundEnded = at));
    const { id, traceId, outcome, transcript, moments } = await following;
    const replyWav = join(options.dataDir, 'replies', `${id}.wav`);
    return {
      traceId,
      device,
      outcome,
      transcript,
      transcriptMatched: said === undefined ? transcript !== '' : isSame(said, transcript),
      moments: { ...moments, ...(soundEnded === undefined ? {} : { soundEnded }) },
      ...(existsSync(replyWav) ? { replyWav } : {}),
    };
  });
}

const isSame = (said: string, transcript: string): boolean => normalizeSentence(said) === normalizeSentence(transcript);
