import { endpointsOf, portOffsetOf } from '@mordomo/stack';
import { Option, type Command } from 'commander';
import { access, constants } from 'node:fs/promises';
import { expectedOf, findInBackends, startHouse } from '../conversation.ts';
import { withLifetime, type Lifetime } from '../lifetime.ts';
import { dataOption, delayOption, engineOption, jsonFileOption } from '../options.ts';
import { progress, Timings } from '../progress.ts';
import { assertWritable, writeTurn } from '../output.ts';
import { assertComplete, newcomersCommand, showTurn } from '../report.ts';
import { scenarioNames, scenarios, type ScenarioName } from '../scenarios/table.ts';
import { noStack, UserError } from '../user-error.ts';
import { demoScenarios } from './scenario.ts';

interface DemoOptions {
  readonly data: string;
  readonly engine: 'speech' | 'scripted';
  readonly json?: string;
  readonly wav?: string;
  readonly say?: string;
  readonly voice?: string;
  readonly delay?: string;
  readonly scenario?: readonly ScenarioName[];
  readonly all?: true;
}

/** What scenarios settle themselves. */
const ofOneTurn = ['say', 'voice', 'wav'];

export function addDemo(program: Command): void {
  const briefs = scenarioNames.map((name) => `${name}: ${scenarios[name].brief}`).join('; ');
  program
    .command('demo')
    .description('start the demo house on a running stack, speak to it, show the turn, stop the house')
    .option('--say <text>', 'the command, without the wake word')
    .option('--voice <name>', 'the voice that says it: slt, rms, awb, kal16 or visitor')
    .addOption(
      new Option('--wav <file>', 'a recording instead, beginning with the wake word').conflicts(['say', 'voice']),
    )
    .addOption(delayOption())
    .addOption(new Option('--scenario <name...>', briefs).choices(scenarioNames).conflicts(ofOneTurn))
    .addOption(new Option('--all', 'play every scenario').conflicts(['scenario', ...ofOneTurn]))
    .addOption(dataOption())
    .addOption(engineOption())
    .addOption(jsonFileOption())
    .action((options: DemoOptions) =>
      withLifetime((lifetime) => {
        const names = options.all ? scenarioNames : (options.scenario ?? []);
        return names.length > 0 ? demoScenarios(names, options, lifetime) : demo(options, lifetime);
      }),
    );
}

async function demo(options: DemoOptions, lifetime: Lifetime): Promise<void> {
  const { data: dataDir, engine, json, wav, voice } = options;
  await assertWritable(json);
  if (wav !== undefined) await assertReadable(wav);
  const endpoints = endpointsOf(dataDir);
  if (endpoints === undefined) throw noStack(dataDir);
  const { say = wav === undefined ? newcomersCommand : undefined, delay: delays = '' } = options;
  const timings = new Timings();
  const portOffset = portOffsetOf(dataDir) ?? 0;
  const house = await startHouse({ dataDir, portOffset, engine, spoolMode: 'forward', delays }, lifetime);
  timings.done('house');
  progress(wav === undefined ? `somebody says "mordomo, ${say}"` : `playing ${wav}`);
  const heard = await house.speak({
    ...(say === undefined ? {} : { say }),
    ...(voice === undefined ? {} : { voice }),
    ...(wav === undefined ? {} : { wav }),
  });
  timings.done('turn');
  const expected = expectedOf(heard);
  const turn = await findInBackends(endpoints, heard, expected);
  timings.done('backends');
  showTurn(turn, { heard, said: say, engine });
  await writeTurn(json, turn, { transcriptMatched: heard.transcriptMatched, timings: timings.all() });
  assertComplete(turn, heard, expected);
}

/** Before a house is started for it. @throws UserError */
async function assertReadable(wav: string): Promise<void> {
  await access(wav, constants.R_OK).catch(() => {
    throw new UserError(`The recording ${wav} cannot be read; give the path of a 16-bit PCM WAV file.`);
  });
}
