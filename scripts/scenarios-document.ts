/** `docs/scenarios.md`, from the table that `mordomo demo --scenario` plays. */
import { prometheusName } from '@mordomo/semconv';
import { isLevel } from '../packages/cli/src/scenarios/metric-pages.ts';
import type { ExpectedChange, ExpectedTurn, Scenario, Step } from '../packages/cli/src/scenarios/scenario.ts';
import { scenarioNames, scenarios } from '../packages/cli/src/scenarios/table.ts';
import { allStages } from '../packages/cli/src/scenarios/turns.ts';

export const scenariosDocument = (): string => `# Scenarios

<!-- Made by "npm run generate" from packages/cli/src/scenarios. -->

What can happen in a house, and how it must be seen. On a running stack (\`mordomo up\`):

\`\`\`
mordomo demo --scenario ${scenarioNames[0]}      # one or several of them, with the report of the turn
mordomo demo --all                 # all ${scenarioNames.length}, one line each, and what does not hold
\`\`\`

Add \`--engine scripted\` where no speech engine can be had, and \`--json FILE\` for all of it as data.

Of every turn this must hold: it is one trace; no span has lost its parent, and every stage hangs directly under the turn; exactly
the expected stages ran; its outcome is the one that was heard in the house; its page can be made. Nobody is at work for at most 5 %
of the time that people wait in a scenario, unless it says otherwise. \`test/scenarios.test.ts\` plays all of them on the real NATS, Jaeger,
Loki and Prometheus, and \`test/stopwatch.test.ts\` holds the metrics against a stopwatch on the bus, as
\`test/metrics-of-services.test.ts\` does with those that are not of turns ([how](decisions/017-times-are-measured-until-they-are-right.md)).

${scenarioNames.map((name) => section(name, scenarios[name])).join('\n')}`;

function section(name: string, scenario: Scenario): string {
  const { brief, people, turns, unattributedSeconds, metrics } = scenario;
  const said = people.map((steps) => runs(steps.map(stepText)).join(', then ')).join('; at the same time ');
  const facts = [
    `Said: ${said}.`,
    ...runs(turns.map(turnText)).map((text) => `Seen: ${text}.`),
    ...(unattributedSeconds === undefined ? [] : [`Nobody is at work for about ${unattributedSeconds * 1000} ms.`]),
    `Counted: ${metrics.map(changeText).join(', ')}.`,
  ];
  return `## ${name}\n\n${capitalised(brief)}.\n\n${facts.map((fact) => `- ${fact}`).join('\n')}\n`;
}

/** Equal texts in a row once, with how often they are there. */
function runs(texts: readonly string[]): string[] {
  const ends = texts.flatMap((text, index) => (text === texts[index + 1] ? [] : [index + 1]));
  return ends.map((end, index) => {
    const length = end - (ends[index - 1] ?? 0);
    return length === 1 ? (texts[end - 1] ?? '') : `${length} times ${texts[end - 1] ?? ''}`;
  });
}

function stepText(step: Step): string {
  if ('feedback' in step) return `“${step.feedback}” in the app`;
  const { say = '', isBare, isBargeIn, device, voice } = step;
  const words = [isBare ? '' : 'mordomo', say].filter((part) => part !== '').join(', ');
  const how = [voice && `by ${voice}`, device && `to ${device}`, isBargeIn && 'into the reply'].filter(Boolean);
  return [`“${words}”`, ...how].join(' ');
}

function turnText({ outcome, stages, spans = {}, turn = {}, attributes = {}, breaks }: ExpectedTurn): string {
  const facts = [
    stages === allStages ? 'all stages' : `the stages ${stages.join(', ')}`,
    ...Object.entries(spans).map(([name, count]) => `${count} × \`${name}\``),
    ...[turn, ...Object.values(attributes)]
      .flatMap((each) => Object.entries(each))
      .map(([key, value]) => `\`${key}\` = ${String(value)}`),
    ...(breaks === undefined ? [] : [`the budget of ${breaks} broken`]),
  ];
  return `a turn that ends as \`${outcome}\`: ${facts.join(', ')}`;
}

function changeText({ metric, labels = {}, by, orMore }: ExpectedChange): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}="${value}"`);
  const name = `${prometheusName(metric)}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`}`;
  return `\`${name}\` ${isLevel(metric) ? 'is ' : '+'}${by}${orMore ? ' or more' : ''}`;
}

const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
