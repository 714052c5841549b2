/** Shows a turn, and writes it as data. */
import type { HeardTurn } from '@mordomo/stack';
import { everyHopHeld, missingFrom, renderTurn, turnToJson, type Turn, type TurnFacts } from '@mordomo/turn';
import { writeFile } from 'node:fs/promises';
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

/** @throws UserError if the file cannot be written */
export async function writeTurn(file: string | undefined, turn: Turn, facts: TurnFacts): Promise<void> {
  if (file === undefined) return;
  try {
    await writeFile(file, `${JSON.stringify(turnToJson(turn, facts), null, 2)}\n`);
  } catch (error) {
    throw new UserError(
      `The report cannot be written to ${file}: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

/** @throws UserError saying what is missing, unless the turn went well and everything of it was found */
export function assertComplete(turn: Turn, heard: HeardTurn): void {
  const missing = missingFrom(turn);
  if (!heard.transcriptMatched)
    missing.unshift(`The house understood "${heard.transcript}", which is not what was said.`);
  if (heard.outcome !== 'answered') missing.unshift(`The turn ended as "${heard.outcome}".`);
  if (missing.length > 0 || !everyHopHeld(turn)) throw new UserError(missing.join(' '));
}
