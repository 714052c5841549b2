/** Plays a scenario in the house. */
import type { HeardTurn, House } from '@mordomo/stack';
import { UserError } from '../user-error.ts';
import type { Scenario, Step } from './scenario.ts';

/** @returns the turns, in the order in which the scenario expects them @throws StackError, UserError */
export async function play(house: House, { faults = {}, people }: Scenario): Promise<HeardTurn[]> {
  await house.setFaults(faults);
  const turns = await Promise.all(people.map((steps) => follow(house, steps)));
  return turns.flat();
}

async function follow(house: House, steps: readonly Step[]): Promise<HeardTurn[]> {
  const turns: Promise<HeardTurn>[] = [];
  let replying: Promise<void> = Promise.resolve();
  for (const step of steps) {
    if ('feedback' in step) await give(house, step);
    else {
      await (step.isBargeIn ? Promise.race([replying, turns.at(-1)]) : turns.at(-1));
      const reply = Promise.withResolvers<void>();
      replying = reply.promise;
      const turn = house.speak(step, reply.resolve);
      turn.catch(() => {}); // awaited below
      turns.push(turn);
    }
  }
  return Promise.all(turns);
}

async function give(house: House, { feedback, device }: Extract<Step, { feedback: unknown }>): Promise<void> {
  const api = house.services.find(({ name }) => name === 'mordomo-core-api');
  const response = await fetch(`http://${api?.metrics}/devices/${device}/speaker`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ isRight: feedback === 'right' }),
  });
  if (!response.ok) throw new UserError(`The house's API answered ${response.status} to feedback; see its log.`);
}
