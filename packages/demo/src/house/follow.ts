/** Follows one turn on the bus, as somebody with a stopwatch would: knows nothing of its telemetry. */
import type { Moments } from '@mordomo/stack';
import type { Msg, NatsConnection, Subscription } from '@nats-io/nats-core';
import { audioSubjects, endOfSpeech, eventOf, turnOf, type Events } from '../bus.ts';

interface Limits {
  /** Aborted when the turn cannot end any more. */
  readonly signal: AbortSignal;
  /** How long the wake word and the whole turn may take, in milliseconds. */
  readonly wakeWordMs: number;
  readonly turnMs: number;
  /** Where to look when they take longer. */
  readonly logDir: string;
}

interface FollowedTurn {
  readonly id: string;
  readonly traceId: string;
  readonly outcome: string;
  readonly transcript: string;
  readonly moments: Moments;
}

interface Followers {
  readonly onWoken: () => void;
  /** The first audio of the reply sounds. */
  readonly onReplying: () => void;
  readonly onEnd: (turn: FollowedTurn) => void;
}

/**
 * Follows the first turn that begins on the device from now on; others, which may still be ending, are none of this request.
 * @throws `signal.reason` when aborted, or an error with one sentence
 */
export async function followTurn(
  bus: NatsConnection,
  device: string,
  onReplying: () => void,
  { signal, wakeWordMs, turnMs, logDir }: Limits,
): Promise<FollowedTurn> {
  const { promise, resolve, reject } = Promise.withResolvers<FollowedTurn>();
  const failAfter = (ms: number, sentence: string) => setTimeout(() => reject(new Error(sentence)), ms);
  const inVain = failAfter(
    wakeWordMs,
    'The house did not hear its wake word; a recording must begin with "mordomo", and what was synthesised may be said again.',
  );
  const tooLong = failAfter(
    turnMs,
    `The house did not answer within ${Math.round(turnMs / 1000)} s; see the files in ${logDir}.`,
  );
  const subscriptions = subscribe(bus, device, { onWoken: () => clearTimeout(inVain), onReplying, onEnd: resolve });
  const abort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', abort);
    clearTimeout(inVain);
    clearTimeout(tooLong);
    for (const subscription of subscriptions) subscription.unsubscribe();
  }
}

function subscribe(bus: NatsConnection, device: string, { onWoken, onReplying, onEnd }: Followers): Subscription[] {
  let id: string | undefined;
  let transcript = '';
  const moments: { -readonly [Moment in keyof Moments]: number } = {};
  const note = (moment: keyof Moments) => void (moments[moment] ??= Date.now());
  const hear = (subject: string, callback: (message: Msg) => void) =>
    bus.subscribe(subject, {
      callback: (_error, message) => {
        try {
          const turn = turnOf(message);
          if (subject === 'voice.turn.started' && turn.device === device) id ??= turn.id;
          if (turn.id === id) callback(message);
        } catch {
          // Whoever cannot read it either ends the turn; a callback that throws would end the connection.
        }
      },
    });
  const on = <Subject extends keyof Events>(subject: Subject, callback: (event: Events[Subject]) => void) =>
    hear(subject, (message) => callback(eventOf(subject, message)));
  return [
    on('voice.turn.started', () => {
      note('woken');
      onWoken();
    }),
    hear(audioSubjects.utterance, () => note('utterance')),
    on('voice.speaker', () => note('speaker')),
    on('voice.transcript', ({ text }) => {
      note('transcript');
      transcript = text;
    }),
    on('voice.sentence', ({ kind }) => note(kind === 'end' ? 'lastSentence' : 'firstSentence')),
    hear(audioSubjects.speech, (message) => endOfSpeech(message) ?? note('firstSpeech')),
    on('voice.playback', ({ state }) => {
      note(state === 'started' ? 'playbackStarted' : 'playbackEnded');
      if (state === 'started') onReplying();
    }),
    on('voice.turn.ended', ({ traceId, outcome }) => {
      note('ended');
      onEnd({ id: id ?? '', traceId, outcome, transcript, moments });
    }),
  ];
}
