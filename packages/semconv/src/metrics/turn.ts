/** Metrics of whole turns: recorded where the turn was opened. */
import { metric } from '../define.ts';
import * as labels from '../labels.ts';
import { reactionSeconds, shares, stageSeconds, turnSeconds } from './buckets.ts';

const owner = 'wake-word';

export const wakeWordDetections = metric({
  name: 'wake_word_detections',
  instrument: 'counter',
  unit: '{detection}',
  brief: 'Wake words detected.',
  owner,
  labels: [labels.device],
});
export const wakeScore = metric({
  name: 'voice.wake.score',
  instrument: 'histogram',
  unit: '',
  brief: 'How sure the wake word engine was of a detection, 0 to 1.',
  owner,
  labels: [labels.device, labels.engine],
  buckets: shares,
});
export const turns = metric({
  name: 'voice.turns',
  instrument: 'counter',
  unit: '{turn}',
  brief: 'Turns that ended, by outcome.',
  owner,
  labels: [labels.turnOutcome, labels.device],
});
export const wakeToSpeech = metric({
  name: 'voice.wake_to_speech',
  instrument: 'histogram',
  unit: 's',
  brief: 'Wake word detected → first audio of the reply; contains the user’s own speaking.',
  owner,
  labels: [labels.device],
  buckets: turnSeconds,
});
export const responseLatency = metric({
  name: 'voice.response_latency',
  instrument: 'histogram',
  unit: 's',
  brief: 'End of the user’s speech → first audio of the reply.',
  owner,
  labels: [labels.device],
  buckets: turnSeconds,
});
export const endpointingDelay = metric({
  name: 'voice.endpointing_delay',
  instrument: 'histogram',
  unit: 's',
  brief: 'End of the user’s speech → the house is sure of it.',
  owner,
  labels: [labels.device],
  buckets: stageSeconds,
});
export const criticalPath = metric({
  name: 'voice.critical_path',
  instrument: 'histogram',
  unit: 's',
  brief:
    'What the reply waited for: the part’s share of the time from the end of the user’s speech to the first audio, each moment given to the one part that the next one waited for. In all turns that have a reply; 0 where the part did not matter.',
  owner,
  labels: [labels.waitPart],
  buckets: stageSeconds,
});
export const unattributed = metric({
  name: 'voice.unattributed',
  instrument: 'histogram',
  unit: 's',
  brief: 'The time from the end of the user’s speech to the first audio in which no stage was at work.',
  owner,
  labels: [],
  buckets: reactionSeconds,
});
export const verdicts = metric({
  name: 'voice.turn.verdicts',
  instrument: 'counter',
  unit: '{turn}',
  brief: 'Turns that have a reply, by how their response latency felt.',
  owner,
  labels: [labels.verdict],
});
export const budgetsBroken = metric({
  name: 'voice.budget.broken',
  instrument: 'counter',
  unit: '{turn}',
  brief: 'Turns in which a part of the wait took longer than its budget.',
  owner,
  labels: [labels.budget],
});
export const budgetLimit = metric({
  name: 'voice.budget.limit',
  instrument: 'gauge',
  unit: 's',
  brief: 'The budgets in force.',
  owner,
  labels: [labels.budget],
});
export const bargeInReaction = metric({
  name: 'voice.barge_in.reaction',
  instrument: 'histogram',
  unit: 's',
  brief: 'Wake word detected while the house replies → the reply is silent.',
  owner,
  labels: [labels.device],
  buckets: reactionSeconds,
});
