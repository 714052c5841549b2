/** `mordomo`: argument parsing and printing, nothing else. */
import { Command, CommanderError } from 'commander';
import { addAlert } from './commands/alert.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addDown } from './commands/down.ts';
import { addStart } from './commands/start.ts';
import { addStatus } from './commands/status.ts';
import { addTrace } from './commands/trace.ts';
import { addUp } from './commands/up.ts';
import { UserError } from './user-error.ts';
import { StackError } from '@mordomo/stack';
import { TurnNotFoundError } from '@mordomo/turn';

const program = new Command('mordomo')
  .description('Observability for a home voice assistant: one trace from the wake word to the first audio.')
  .exitOverride()
  .configureHelp({ showGlobalOptions: true });
for (const add of [addStart, addUp, addDown, addStatus, addDemo, addTrace, addDoctor, addAlert]) add(program);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode);
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exit(1);
}
process.exit(); // what the commands left open (the channel to who started us) shall not keep the terminal

/** A user's mistake is one sentence; anything else is a defect of ours, and its sentence says so. */
function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const isForUser = error instanceof StackError || error instanceof TurnNotFoundError || error instanceof UserError;
  return isForUser ? message : `mordomo failed in a way it should not: ${message}`;
}
