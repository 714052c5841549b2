import { services, stages } from '@mordomo/semconv';
import { expect, test } from 'vitest';
import type { Scenario } from './scenario.ts';
import { scenarioNames, scenarios } from './table.ts';

test.each(scenarioNames)(
  'the scenario %s expects a turn for everything that is said, and something of the metrics',
  (name) => {
    const { people, turns, metrics }: Scenario = scenarios[name];
    const said = people.flat().filter((step) => !('feedback' in step));
    expect(turns).toHaveLength(said.length);
    expect(metrics).not.toEqual([]);
  },
);

test.each(scenarioNames)('the scenario %s makes only things go wrong that there are', (name) => {
  const { faults = {} }: Scenario = scenarios[name];
  const { delays = {}, stalls = {}, down = [] } = faults;
  expect(stages).toEqual(expect.arrayContaining(Object.keys(delays)));
  expect(services).toEqual(expect.arrayContaining([...Object.keys(stalls), ...down]));
});
