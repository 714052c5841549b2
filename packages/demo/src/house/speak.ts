/** One request to the house: plays it to the microphone and waits until the turn is over. */
import type { HeardTurn, HouseOptions, SpokenRequest } from '@mordomo/stack';
import type { Msg, NatsConnection } from '@nats-io/nats-core';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { durationMs } from '../audio/pcm.ts';
import { eventOf, traceIdOf, type Events } from '../bus.ts';
import { normalizeSentence } from '../home/commands.ts';
import { listenTo } from './microphone.ts';
import { record } from './request.ts';

/** A turn that is not over after this long never will be: the house's own limit is 25 s. */
const turnTimeoutMs = 40_000;
/** A request begins with the wake word, so it is heard within this time or not at all. */
const wakeWordMs = 10_000;
/** What hearing it may take on a slow board. */
const slackMs = 3_000;

/** @throws `signal.reason` when aborted, or an error with one sentence when nothing was heard or no reply came */
export async function speak(
  bus: NatsConnection,
  options: HouseOptions,
  request: SpokenRequest,
  signal: AbortSignal,
): Promise<HeardTurn> {
  const { recording, said } = await record(options, request);
  signal.throwIfAborted();
  const silence = new AbortController();
  const turn = untilTurnIsOver(bus, durationMs(recording), join(options.dataDir, 'logs'), signal);
  const heard = listenTo(bus, recording, silence.signal);
  try {
    const { traceId, outcome, transcript } = await turn;
    const replyWav = join(options.dataDir, 'replies', `${traceId}.wav`);
    return {
      traceId,
      outcome,
      transcript,
      transcriptMatched: said === undefined ? transcript !== '' : isSame(said, transcript),
      ...(existsSync(replyWav) ? { replyWav } : {}),
    };
  } finally {
    silence.abort();
    await heard;
  }
}

const isSame = (said: string, transcript: string): boolean => normalizeSentence(said) === normalizeSentence(transcript);

type EndedTurn = Events['voice.turn.ended'] & { readonly transcript: string };

/** Follows the first turn that begins from now on; others, which may still be ending, are none of this request. */
async function untilTurnIsOver(
  bus: NatsConnection,
  recordingMs: number,
  logDir: string,
  signal: AbortSignal,
): Promise<EndedTurn> {
  const { promise, resolve, reject } = Promise.withResolvers<EndedTurn>();
  const failAfter = (ms: number, sentence: string) => setTimeout(() => reject(new Error(sentence)), ms);
  const inVain = failAfter(
    Math.min(recordingMs, wakeWordMs) + slackMs,
    'The house did not hear its wake word; a recording must begin with "mordomo", and what was synthesised may be said again.',
  );
  const tooLong = failAfter(
    recordingMs + turnTimeoutMs,
    `The house did not answer within ${Math.round((recordingMs + turnTimeoutMs) / 1000)} s; see the files in ${logDir}.`,
  );
  let turn: string | undefined;
  let transcript = '';
  const hear = (subject: keyof Events, callback: (message: Msg) => void) =>
    bus.subscribe(subject, {
      callback: (_error, message) => {
        try {
          callback(message);
        } catch {
          // Whoever cannot read it either ends the turn; a callback that throws would end the connection.
        }
      },
    });
  const subscriptions = [
    hear('voice.turn.started', (message) => {
      turn ??= traceIdOf(message);
      clearTimeout(inVain);
    }),
    hear('voice.transcript', (message) => {
      if (traceIdOf(message) === turn) transcript = eventOf('voice.transcript', message).text;
    }),
    hear('voice.turn.ended', (message) => {
      if (traceIdOf(message) === turn) resolve({ ...eventOf('voice.turn.ended', message), transcript });
    }),
  ];
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  try {
    return await promise;
  } finally {
    clearTimeout(inVain);
    clearTimeout(tooLong);
    for (const subscription of subscriptions) subscription.unsubscribe();
  }
}
