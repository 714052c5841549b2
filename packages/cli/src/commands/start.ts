/** `npm start`: speak to the house, see the turn; then bring the backends up and find the same turn there. */
import {
  defaultCacheDir,
  endpointsOf,
  openHouse,
  spoolDirOf,
  upNats,
  upStack,
  type HeardTurn,
  type House,
} from '@mordomo/stack';
import { readTurnFromBackends, readTurnFromSpool, waitForTurn } from '@mordomo/turn';
import type { Command } from 'commander';
import { untilStopped } from '../lifetime.ts';
import { printLinks } from '../links.ts';
import { dataOption, engineOption, jsonFileOption, portOffsetOption } from '../options.ts';
import { print, progress, Timings } from '../progress.ts';
import { assertComplete, showTurn, writeTurn } from '../report.ts';

interface StartOptions {
  readonly data: string;
  readonly portOffset: number;
  readonly engine: 'speech' | 'scripted';
  readonly embedded?: true;
  readonly once?: true;
  readonly json?: string;
}

/** The services of the house and so the smallest number of spans of a turn that is complete. */
const spansOfTurn = 8;

export function addStart(program: Command): void {
  program
    .command('start')
    .description('speak to the demo house, see the turn, then find it in the real backends')
    .option('--embedded', 'stop after the report: no collector, no backends, nothing is sent')
    .option('--once', 'find the turn in the backends and end; exit 0 only if every hop held')
    .addOption(dataOption())
    .addOption(portOffsetOption())
    .addOption(engineOption())
    .addOption(jsonFileOption())
    .action((options: StartOptions) => start(options));
}
