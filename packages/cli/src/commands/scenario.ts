/** `mordomo demo --scenario NAME` and `--all`: what happens in the house, and whether it is seen as it should be. */
import { endpointsOf, portOffsetOf, type HeardTurn } from '@mordomo/stack';
import { turnToJson, type TurnJson } from '@mordomo/turn';
import { startHouse } from '../conversation.ts';
import type { Lifetime } from '../lifetime.ts';
import { assertWritable, writeJson } from '../output.ts';
import { print, progress } from '../progress.ts';
import { showTurn } from '../report.ts';
import type { Check } from '../scenarios/check.ts';
import { hold, runScenario, type ScenarioResult } from '../scenarios/run.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { scenarios, type ScenarioName } from '../scenarios/table.ts';
import { noStack, UserError } from '../user-error.ts';

interface ScenarioOptions {
  readonly data: string;
  readonly engine: 'speech' | 'scripted';
  readonly delay?: string;
  readonly json?: string;
}

/** The reports of more turns than these would be too much to read. */
const mostShown = 2;

/** @throws UserError unless all is seen as it should be */
export async function demoScenarios(
  names: readonly ScenarioName[],
  { data: dataDir, engine, delay, json }: ScenarioOptions,
  lifetime: Lifetime,
): Promise<void> {
  await assertWritable(json);
  const endpoints = endpointsOf(dataDir);
  if (endpoints === undefined) throw noStack(dataDir);
  const portOffset = portOffsetOf(dataDir) ?? 0;
  const house = await startHouse({ dataDir, portOffset, engine, spoolMode: 'forward', delays: '' }, lifetime);
  const failed: string[] = [];
  const results: Record<string, ScenarioJson> = {};
  for (const name of names) {
    progress(`${name}: ${scenarios[name].brief}`);
    const result = await runScenario(slower(scenarios[name], delay), house, endpoints);
    if (names.length === 1 && result.turns.length <= mostShown)
      for (const { turn, heard } of result.turns) showTurn(turn, { heard, engine });
    if (!report(result)) failed.push(name);
    results[name] = toJson(result);
    await writeJson(json, results);
  }
  if (failed.length > 0) throw new UserError(`Not as it should be: ${failed.join(', ')}; see the lines with ✗ above.`);
}

/** The scenario in a house whose stages are slower from the start. @param delay as `--delay` has it: `stt=300,tts=200` */
function slower(scenario: Scenario, delay = ''): Scenario {
  const pairs = delay.split(',').map((pair) => pair.split('='));
  const delays = Object.fromEntries(pairs.map(([stage = '', milliseconds]) => [stage, Number(milliseconds)]));
  return delay === ''
    ? scenario
    : { ...scenario, faults: { ...scenario.faults, delays: { ...delays, ...scenario.faults?.delays } } };
}

/** Prints what holds, in short, and what does not, one by one. */
function report({ turns, checks }: ScenarioResult): boolean {
  const all = [...turns.flatMap((turn) => turn.checks), ...checks];
  for (const { what, instead } of all.filter((check) => !hold(check))) print(`  ✗ ${what}; seen: ${instead}`);
  const outcomes = Map.groupBy(turns, ({ heard }) => heard.outcome);
  const turnsText = [...outcomes].map(([outcome, { length }]) => `${length} ${outcome}`).join(', ');
  const right = all.filter(hold).length;
  print(`  ${right === all.length ? '✓' : '✗'} ${turnsText}; ${right} of ${all.length} expectations hold`);
  return right === all.length;
}

/** A scenario as data: its turns with what was heard and what was expected of each; the rest of its expectations. */
export interface ScenarioJson extends Omit<ScenarioResult, 'turns'> {
  readonly turns: readonly (TurnJson & { readonly heard: HeardTurn; readonly checks: readonly Check[] })[];
}

const toJson = ({ turns, ...rest }: ScenarioResult): ScenarioJson => ({
  turns: turns.map(({ heard, turn, checks }) => ({ ...turnToJson(turn), heard, checks })),
  ...rest,
});
