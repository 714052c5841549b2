import { sendTestNotices } from '@mordomo/stack';
import type { Command } from 'commander';
import { dataOption } from '../options.ts';
import { print } from '../progress.ts';
import { UserError } from '../user-error.ts';

export function addAlert(program: Command): void {
  program
    .command('alert')
    .description('who is told when something is wrong')
    .command('test')
    .description('send one notice through each way that is set up, and say what became of it')
    .addOption(dataOption())
    .action(({ data }: { readonly data: string }) => test(data));
}

/** @throws UserError unless each notice was delivered */
async function test(dataDir: string): Promise<void> {
  const notices = await sendTestNotices(dataDir);
  if (notices.length === 0) {
    throw new UserError(
      `Alerts are sent to nobody: nothing lies in ${dataDir}/secrets; docs/alerts.md says what goes in.`,
    );
  }
  for (const { isDelivered, sentence } of notices) print(`${isDelivered ? '✓' : '✗'} ${sentence}`);
  const failed = notices.filter(({ isDelivered }) => !isDelivered).length;
  if (failed > 0) throw new UserError(`${failed} of ${notices.length} did not work.`);
}
