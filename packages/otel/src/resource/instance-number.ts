/**
 * Which of several living instances of one service this is. Two that send counts under the same `service.instance.id`
 * spoil each other's series, and a number that only ever grows makes new series for ever: each takes the lowest number
 * that nobody alive has. A number is a file; who renames a dead owner's file has it, and only one can.
 */
import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, ownThread, type Owner } from '../spool/owner.ts';

interface Token {
  readonly file: string;
  readonly number: number;
  readonly owner: Owner;
}

/**
 * Takes a number that no other living thread or process has under this name.
 * @param folder where the tokens lie; it is made if it is missing.
 * @param first lowest number to take.
 * @throws if the folder cannot be used.
 */
export function takeNumber(folder: string, name: string, first: number): number {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const own = ownThread();
  const base = encodeURIComponent(name).slice(0, 150);
  const tokens = tokensIn(folder, base).filter(({ number }) => number >= first);
  const inherited = tokens.find(
    (token) => !isAlive(token.owner) && renamed(folder, token, nameOf(base, token.number, own)),
  );
  if (inherited !== undefined) return inherited.number;
  const taken = new Set(tokens.map(({ number }) => number));
  for (let number = first; ; number += 1) {
    if (taken.has(number) || !made(join(folder, `${base}.${number}`))) continue;
    made(join(folder, nameOf(base, number, own)));
    return number;
  }
}

const nameOf = (base: string, number: number, { pid, startedTicks }: Owner): string =>
  `${base}.${number}.${pid}-${startedTicks}`;

function tokensIn(folder: string, base: string): Token[] {
  const pattern = /^(?<base>.+)\.(?<number>\d{1,6})\.(?<pid>\d{1,10})-(?<ticks>\d{1,20})$/;
  return readdirSync(folder)
    .flatMap((file) => {
      const { base: of, number, pid, ticks } = pattern.exec(file)?.groups ?? {};
      if (of !== base) return [];
      return [{ file, number: Number(number), owner: { pid: Number(pid), startedTicks: Number(ticks) } }];
    })
    .sort((left, right) => left.number - right.number);
}

function renamed(folder: string, { file }: Token, to: string): boolean {
  try {
    renameSync(join(folder, file), join(folder, to));
    return true;
  } catch {
    return false; // Another one was quicker.
  }
}

/** Makes an empty file; says no if it exists. */
function made(path: string): boolean {
  try {
    writeFileSync(path, '', { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (Reflect.get(Object(error), 'code') === 'EEXIST') return false;
    throw error;
  }
}
