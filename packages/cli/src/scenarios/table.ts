/** All scenarios by the name that `--scenario` takes, in the order in which `--all` plays them. */
import * as everyday from './everyday.ts';
import type { Scenario } from './scenario.ts';
import * as trouble from './trouble.ts';

export const scenarios = {
  local: everyday.local,
  cloud: everyday.cloud,
  'cache-hit': everyday.cacheHit,
  'false-wake': trouble.falseWake,
  'no-speech': trouble.noSpeech,
  'unknown-speaker': trouble.unknownSpeaker,
  'barge-in': trouble.bargeIn,
  'low-confidence': trouble.lowConfidence,
  'rate-limited': trouble.rateLimited,
  'broken-answer': trouble.brokenAnswer,
  'slow-stt': trouble.slowStt,
  'slow-tts': trouble.slowTts,
  'stalled-brain': trouble.stalledBrain,
  'brain-down': trouble.brainDown,
  'two-wakes': trouble.twoWakes,
  'follow-up': everyday.followUp,
  feedback: everyday.feedback,
  'three-rooms': everyday.threeRooms,
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;
export const scenarioNames = Object.keys(scenarios) as ScenarioName[];
