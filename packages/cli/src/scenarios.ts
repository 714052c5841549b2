/** What `--scenario` can be. */
import type { SpokenRequest } from '@mordomo/stack';

interface Scenario {
  readonly brief: string;
  readonly request: SpokenRequest;
  readonly delays?: string;
}

export const scenarios = {
  local: { brief: 'a command that the house answers itself', request: { say: 'turn on the kitchen lights' } },
  cloud: {
    brief: 'a question for the (stand-in) cloud model, spoken while it writes',
    request: { say: 'tell me a story about the moon' },
  },
  'slow-stt': {
    brief: 'speech-to-text 800 ms slower: see the report find it',
    request: { say: 'what time is it' },
    delays: 'stt=800',
  },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;
export const scenarioNames = Object.keys(scenarios) as ScenarioName[];
