/** Plays scenarios as a user does, and reads what the command wrote about them. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScenarioJson } from '../../packages/cli/src/commands/scenario.ts';
import type { ScenarioName } from '../../packages/cli/src/scenarios/table.ts';
import { mordomo } from './mordomo.ts';

export type Results = Readonly<Partial<Record<ScenarioName, ScenarioJson>>>;

/** Everything that a scenario expects, with what was seen instead where it does not hold. */
export const checksOf = ({ turns, checks }: ScenarioJson): readonly ScenarioJson['checks'][number][] => [
  ...turns.flatMap((turn) => turn.checks),
  ...checks,
];

/** `mordomo demo …` on a running stack; what it says is printed. */
export async function playScenarios(
  dataDir: string,
  args: readonly string[],
  env?: NodeJS.ProcessEnv,
): Promise<Results> {
  const file = join(dataDir, 'scenarios.json');
  await rm(file, { force: true }); // what an earlier command wrote is not about this one
  const { stdout, stderr } = await mordomo(['demo', '--data', dataDir, '--json', file, ...args], env);
  process.stdout.write(`${stdout}${stderr}`);
  return JSON.parse(await readFile(file, 'utf8')) as Results;
}
