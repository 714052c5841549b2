/** Shows a turn, and judges it. */
import type { HeardTurn } from '@mordomo/stack';
import { everyHopHeld, missingFrom, renderTurn, type Expected, type Turn } from '@mordomo/turn';
import { print } from './progress.ts';
import { UserError } from './user-error.ts';

/** What is said to the house where nobody says what. */
export const newcomersCommand = 'turn on the kitchen lights';

/** What the command knows of the turn besides its telemetry. */
export interface TurnKnowledge {
  readonly heard?: HeardTurn;
  /** What was said to the house; unknown for a recording. */
  readonly said?: string | undefined;
  readonly engine?: 'speech' | 'scripted';
}

export function showTurn(turn: Turn, { heard, said, engine }: TurnKnowledge = {}): void {
  print();
  print(
    renderTurn(turn, {
      ...(said === undefined ? {} : { said }),
      ...(heard === undefined ? {} : { transcriptMatched: heard.transcriptMatched }),
    }),
  );
  if (engine === 'scripted') print('Scripted engines: text stood in for audio, in the microphone and in the reply.');
  else if (heard?.replyWav !== undefined) print(`Listen to the reply: ${heard.replyWav}`);
}

/** Turns that ended otherwise than with an answer, and what to do. */
const outcomeSentences: Readonly<Record<string, string>> = {
  no_speech: 'The house heard the wake word and then nothing; say a command after it.',
  no_text: 'The house did not understand what was said; say one of its commands, such as "turn on the kitchen lights".',
  timeout: 'The house did not answer in time; the stage that is missing in the report is the one to look at.',
};

/** @throws UserError saying what is missing, unless the turn went well and everything of it was found */
export function assertComplete(turn: Turn, heard: HeardTurn, expected: Expected): void {
  const missing = missingFrom(turn, expected);
  const why = outcomeSentences[heard.outcome];
  if (why !== undefined) missing.unshift(why);
  else if (heard.outcome !== 'answered') missing.unshift(`The turn ended as "${heard.outcome}".`);
  else if (!heard.transcriptMatched)
    missing.unshift(`The house understood "${heard.transcript}", which is not what was said.`);
  if (missing.length > 0 || !everyHopHeld(turn)) throw new UserError(missing.join(' '));
}
