/** What `--scenario` can be. */

export interface Scenario {
  readonly brief: string;
  readonly say: string;
  /** Stages to be made slower, as for `--delay`. */
  readonly delays?: string;
}

export const scenarios = {
  local: { brief: 'a command that the house answers itself', say: 'turn on the kitchen lights' },
  cloud: {
    brief: 'a question for the (stand-in) cloud model, spoken while it writes',
    say: 'tell me a story about the moon',
  },
  'slow-stt': {
    brief: 'speech-to-text 800 ms slower: see the report find it',
    say: 'what time is it',
    delays: 'stt=800',
  },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;
export const scenarioNames = Object.keys(scenarios) as ScenarioName[];
