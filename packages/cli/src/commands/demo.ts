import { defaultCacheDir, endpointsOf, openHouse, stackState, writeTargets } from '@mordomo/stack';
import { readTurnFromBackends, waitForTurn } from '@mordomo/turn';
import { Option, type Command } from 'commander';
import { withCleanUp } from '../lifetime.ts';
import { dataOption, engineOption, jsonFileOption } from '../options.ts';
import { progress, Timings } from '../progress.ts';
import { assertComplete, showTurn, writeTurn } from '../report.ts';
import { scenarioNames, scenarios, type ScenarioName } from '../scenarios.ts';
import { UserError } from '../user-error.ts';

interface DemoOptions {
  readonly data: string;
  readonly engine: 'speech' | 'scripted';
  readonly json?: string;
  readonly wav?: string;
  readonly say?: string;
  readonly voice?: string;
  readonly delay?: string;
  readonly scenario: ScenarioName;
}

export function addDemo(program: Command): void {
  const briefs = scenarioNames.map((name) => `${name}: ${scenarios[name].brief}`).join('; ');
  program
    .command('demo')
    .description('start the demo house on a running stack, speak to it once, show the turn, stop the house')
    .option('--say <text>', 'the command, without the wake word')
    .option('--voice <name>', 'the voice that says it: slt, rms, awb or kal16')
    .option('--wav <file>', 'a recording instead, beginning with the wake word')
    .option('--delay <stage=ms,…>', 'make stages slower')
    .addOption(new Option('--scenario <name>', briefs).choices(scenarioNames).default('local'))
    .addOption(dataOption())
    .addOption(engineOption())
    .addOption(jsonFileOption())
    .action((options: DemoOptions) => demo(options));
}
