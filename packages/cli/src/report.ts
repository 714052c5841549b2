/** Shows a turn, and writes it as data. */
import type { HeardTurn } from '@mordomo/stack';
import { everyHopHeld, missingFrom, renderTurn, turnToJson, type Turn, type TurnFacts } from '@mordomo/turn';
import { access, constants, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { print } from './progress.ts';
import { UserError } from './user-error.ts';

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

const cannotWrite = (file: string, error: unknown) =>
  new UserError(
    `The report cannot be written to ${file} (${error instanceof Error ? error.message : String(error)}); name another file with --json.`,
  );

/** Said before the work, which may take minutes, and not after it. @throws UserError if the file cannot be written */
export async function assertWritable(file: string | undefined): Promise<void> {
  if (file === undefined) return;
  try {
    const found = await stat(file).catch(() => undefined);
    if (found?.isDirectory()) throw new Error('it is a folder');
    await access(found === undefined ? dirname(file) : file, constants.W_OK);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/** @throws UserError if the file cannot be written */
export async function writeTurn(file: string | undefined, turn: Turn, facts: TurnFacts): Promise<void> {
  if (file === undefined) return;
  try {
    await writeFile(file, `${JSON.stringify(turnToJson(turn, facts), null, 2)}\n`);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/** Turns that ended otherwise than with an answer, and what to do. */
const outcomeSentences: Readonly<Record<string, string>> = {
  no_speech: 'The house heard the wake word and then nothing; say a command after it.',
  no_text: 'The house did not understand what was said; say one of its commands, such as "turn on the kitchen lights".',
  timeout: 'The house did not answer in time; the stage that is missing in the report is the one to look at.',
};

/** @throws UserError saying what is missing, unless the turn went well and everything of it was found */
export function assertComplete(turn: Turn, heard: HeardTurn): void {
  const missing = missingFrom(turn);
  const why = outcomeSentences[heard.outcome];
  if (why !== undefined) missing.unshift(why);
  else if (heard.outcome !== 'answered') missing.unshift(`The turn ended as "${heard.outcome}".`);
  else if (!heard.transcriptMatched)
    missing.unshift(`The house understood "${heard.transcript}", which is not what was said.`);
  if (missing.length > 0 || !everyHopHeld(turn)) throw new UserError(missing.join(' '));
}
