import { downStack } from '@mordomo/stack';
import type { Command } from 'commander';
import { dataOption } from '../options.ts';
import { print } from '../progress.ts';

export function addDown(program: Command): void {
  program
    .command('down')
    .description('stop the stack of a data folder; what it stored stays')
    .addOption(dataOption())
    .action(async ({ data }: { readonly data: string }) => {
      const stopped = await downStack(data);
      print(stopped ? `Stopped what ran in ${data}.` : `Nothing runs in ${data}.`);
    });
}
