/** Turns that several scenarios expect. */
import { stages, type Stage } from '@mordomo/semconv';
import type { ExpectedTurn } from './scenario.ts';

export const allStages: readonly Stage[] = stages;

/** Heard, but not answered. */
export const heardStages: readonly Stage[] = ['wake', 'listen', 'stt', 'speaker'];

export const answeredLocally = (intent: string): ExpectedTurn => ({
  outcome: 'answered',
  stages: allStages,
  spans: { 'voice.brain.first_sentence': 1 },
  attributes: { brain: { 'voice.brain.location': 'local', 'voice.brain.intent': intent } },
});

export const byCloud = (intent: string): ExpectedTurn => ({
  outcome: 'answered',
  stages: allStages,
  spans: { 'voice.brain.first_sentence': 1, 'chat stand-in': 1 },
  attributes: { brain: { 'voice.brain.location': 'cloud', 'voice.brain.intent': intent } },
});
