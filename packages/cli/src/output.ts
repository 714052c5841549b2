/** What a command leaves in files. */
import { renderTurnPage, turnToJson, type Surroundings, type Turn, type TurnFacts } from '@mordomo/turn';
import { access, constants, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from './user-error.ts';

const cannotWrite = (file: string, error: unknown) =>
  new UserError(
    `The report cannot be written to ${file} (${error instanceof Error ? error.message : String(error)}); name another file.`,
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

/** The turn as data, where a file for it was named. @throws UserError if it cannot be written */
export async function writeTurn(file: string | undefined, turn: Turn, facts: TurnFacts): Promise<void> {
  await writeJson(file, turnToJson(turn, facts));
}

/** Data, where a file for it was named. @throws UserError if it cannot be written */
export async function writeJson(file: string | undefined, data: unknown): Promise<void> {
  if (file !== undefined) await write(file, `${JSON.stringify(data, null, 2)}\n`);
}

/** The turn as a page. @throws UserError if it cannot be written */
export function writePage(file: string, turn: Turn, surroundings: Surroundings): Promise<void> {
  return write(file, renderTurnPage(turn, surroundings));
}

/** For its user only: it may tell what a household does. */
async function write(file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600 }).catch((error: unknown) => {
    throw cannotWrite(file, error);
  });
}
