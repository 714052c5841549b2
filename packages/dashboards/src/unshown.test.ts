import { prometheusName, registry, spans, underscored, type AttributeDefinition } from '@mordomo/semconv';
import { expect, test } from 'vitest';
import { boards } from './boards/index.ts';
import { foreign } from './foreign-metrics.ts';
import { drawnPanelsOf, targetsOf } from './reading.ts';
import { recordingGroups } from './rules/recording.ts';
import { alertGroups } from './rules/table.ts';
import { unshown, unshownAttributes, unshownLabels, unshownLogEvents } from './unshown.ts';

const queries = [
  ...boards().flatMap((board) => [
    ...drawnPanelsOf(board).flatMap((panel) => targetsOf(panel).map(({ expr = '' }) => expr)),
    JSON.stringify([board.templating, board.annotations]),
  ]),
  ...alertGroups.flatMap(({ alerts }) => alerts.map(({ expression, threshold }) => expression(threshold))),
  ...recordingGroups.flatMap(({ rules }) => rules.map(({ expression }) => expression)),
].join('\n');

const isAsked = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(queries);
const isMetricAsked = (name: string): boolean => ['', '_bucket', '_sum', '_count'].some((part) => isAsked(name + part));
const keysOf = (definitions: Iterable<AttributeDefinition>): string[] =>
  [...new Set([...definitions].map(({ key }) => key))].toSorted();
const isUnasked = (definition: AttributeDefinition): boolean => !isAsked(underscored(definition));

test('every metric of the registry is on a board or in a rule, or says why not', () => {
  const unused = registry.metrics.filter((metric) => !isMetricAsked(prometheusName(metric)));
  expect(unused.map(({ name }) => name).toSorted()).toEqual([...unshown.keys()].map(({ name }) => name).toSorted());
});

test('every metric of others that is listed is on a board or in a rule', () => {
  const unused = Object.values(foreign).filter(({ name }) => !isMetricAsked(name));
  expect(unused.map(({ name }) => name)).toEqual([]);
});

test('by every label something is told apart, or it says why not', () => {
  const unused = registry.metrics.flatMap(({ labels }) => labels.filter(isUnasked));
  expect(keysOf(unused)).toEqual(keysOf(unshownLabels.keys()));
});

test('every attribute is seen on the board of the turn or in a log line, or says why not', () => {
  const ofTurns = registry.spans.filter(({ name }) => name !== spans.doctorProbe.name);
  const shownWhole = [...ofTurns, ...registry.logEvents].flatMap(({ attributes }) => keysOf(attributes));
  const ofMetrics = registry.metrics.flatMap(({ labels }) => keysOf(labels));
  const seen = new Set([...shownWhole, ...ofMetrics]);
  const unused = [...registry.attributes, ...registry.labels].filter(
    (definition) => !seen.has(definition.key) && isUnasked(definition),
  );
  expect(keysOf(unused)).toEqual(keysOf(unshownAttributes.keys()));
});

test('every log event is asked for, or says why not', () => {
  const unused = registry.logEvents.filter(({ body }) => !queries.includes(`|= "${body}"`));
  const names = (events: Iterable<{ readonly name: string }>) => [...events].map(({ name }) => name).toSorted();
  expect(names(unused)).toEqual(names(unshownLogEvents.keys()));
});
