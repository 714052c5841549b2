import { expect, test } from 'vitest';
import { SpeakerFeedback } from './index.ts';
import { pointsOf } from './testing/telemetry.ts';

const day = 24 * 60 * 60 * 1000;

test('the accuracy is that of the feedback of seven days, by device, and absent without feedback', async () => {
  let time = 0;
  const feedback = new SpeakerFeedback(() => time);
  const accuracies = async () =>
    (await pointsOf('speaker_identification_accuracy')).map(({ attributes, value }) => [attributes['device'], value]);
  expect(await accuracies()).toEqual([]);
  for (const isRight of [true, true, true, false]) feedback.add('kitchen', isRight);
  feedback.add('hall', false);
  expect(await accuracies()).toEqual([
    ['kitchen', 0.75],
    ['hall', 0],
  ]);
  time = 4 * day;
  feedback.add('kitchen', true);
  time = 8 * day;
  expect(await accuracies()).toEqual([['kitchen', 1]]);
  time = 12 * day;
  expect(await accuracies()).toEqual([]);
  const results = await pointsOf('speaker_identifications');
  expect(results.map(({ attributes, value }) => [attributes['result'], value])).toEqual([
    ['confirmed', 4],
    ['corrected', 2],
  ]);
});
