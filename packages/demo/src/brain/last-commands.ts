import type { Command } from '../home/commands.ts';

/** More conversations than a household has at a time. */
const mostKept = 100;

/** What the household asked for last in each conversation, so that the next request can refer to it. */
export class LastCommands {
  readonly #commands = new Map<string, Command>();

  of(conversation: string): Command | undefined {
    return this.#commands.get(conversation);
  }

  keep(conversation: string, command: Command): void {
    this.#commands.delete(conversation); // what is put in again is the newest
    this.#commands.set(conversation, command);
    for (const oldest of [...this.#commands.keys()].slice(0, -mostKept)) this.#commands.delete(oldest);
  }
}
