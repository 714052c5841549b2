/** Shows a turn, and writes it as data. */
import type { HeardTurn } from '@mordomo/stack';
import { everyHopHeld, missingFrom, renderTurn, turnToJson, type Turn, type TurnFacts } from '@mordomo/turn';
import { writeFile } from 'node:fs/promises';
import { print } from './progress.ts';
import { UserError } from './user-error.ts';

/** @param said what was said to the house, if that is known */
export function showTurn(turn: Turn, heard?: HeardTurn, said?: string): void {
  print();
  print(
    renderTurn(turn, {
      ...(said === undefined ? {} : { said }),
      ...(heard === undefined ? {} : { transcriptMatched: heard.transcriptMatched }),
    }),
  );
  if (heard?.replyWav !== undefined) print(`Listen to the reply: ${heard.replyWav}`);
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
