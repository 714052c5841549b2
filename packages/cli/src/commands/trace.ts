import { endpointsOf, spoolDirOf } from '@mordomo/stack';
import { readTurnFromBackends, readTurnFromSpool } from '@mordomo/turn';
import type { Command } from 'commander';
import { dataOption, jsonFileOption } from '../options.ts';
import { showTurn, writeTurn } from '../report.ts';

interface TraceOptions {
  readonly data: string;
  readonly json?: string;
}

export function addTrace(program: Command): void {
  program
    .command('trace')
    .description('show a turn: from the backends if the stack runs, else from the spool')
    .argument('<id>', 'a trace id, or "last" for the newest turn')
    .addOption(dataOption())
    .addOption(jsonFileOption())
    .action(async (id: string, { data, json }: TraceOptions) => {
      const endpoints = endpointsOf(data);
      const turn =
        endpoints === undefined
          ? await readTurnFromSpool(spoolDirOf(data), id)
          : await readTurnFromBackends(endpoints, id);
      showTurn(turn);
      await writeTurn(json, turn, {});
    });
}
