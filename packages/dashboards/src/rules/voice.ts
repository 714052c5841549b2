/** Alerts about turns: how fast the house uses up what it may be slow or wrong. */
import type { AlertDefinition, Series } from './alert.ts';
import type { Text } from '../text.ts';
import { allowedShare, burning, failedShare, fast, overBudgetShare, slow, type BurnWindow } from './burn-rate.ts';
import { budgetsBroken, turns, turnVerdicts } from './names.ts';
import { ofService } from './series.ts';

const responseOverBudget = (window: BurnWindow) => `${overBudgetShare(window)}{budget="response"}`;

/** Turns in each step of a test, and how many of them were bad. */
const judged = (perStep: number, bad: number): Series => ({
  [ofService(turnVerdicts, 'wake-word', { verdict: 'good' })]: `0+${perStep - bad}x200`,
  [ofService(turnVerdicts, 'wake-word', { verdict: 'slow' })]: `0+${bad}x200`,
  [ofService(budgetsBroken, 'wake-word', { budget: 'response' })]: `0+${bad}x200`,
  [ofService(budgetsBroken, 'wake-word', { budget: 'speaker' })]: `0+${perStep}x200`,
});
const ended = (perStep: number, bad: number): Series => ({
  [ofService(turns, 'wake-word', { outcome: 'answered', device: 'sala' })]: `0+${perStep - bad}x200`,
  [ofService(turns, 'wake-word', { outcome: 'error', device: 'sala' })]: `0+${bad}x200`,
  [ofService(turns, 'wake-word', { outcome: 'no_speech', device: 'sala' })]: `0+${perStep}x200`,
});

const shared = { owner: 'house', board: 'voice', threshold: allowedShare, unit: 'share', severity: 'warning' } as const;
const isFast = { windowSeconds: 3600, forSeconds: 120, notify: true } as const;
const isSlow = { windowSeconds: 86_400, forSeconds: 900 } as const;

const slowTurnSteps = [
  'Open the slowest turn from the message, or `/turns?budget=response`: its slowest part is named in the first line.',
  'Board “Voice Pipeline”: is it the same part in all turns? The critical path says so.',
  'Go on with the runbook of that part: STT_HighLatency, LLM_HighLatency, HighCpuUsage.',
];
const slowness: Text = {
  pt: 'Mais turnos do que o permitido (5 %) passam de 1,5 s entre o fim da fala e o primeiro som.',
  en: 'More turns than allowed (5 %) take over 1.5 s from the end of speech to the first sound.',
};
const failure: Text = {
  pt: 'Mais turnos do que o permitido (5 %) terminam em erro ou sem resposta a tempo.',
  en: 'More turns than allowed (5 %) end with an error or without a reply in time.',
};
const failedTurnSteps = [
  '`/turns?outcome=error` shows them; each names the stage that threw.',
  'Error lines of that stage’s container, with the same trace.',
  'If it is the brain: LLM_Down and LLM_HighLatency.',
];

export const slowTurnsFast: AlertDefinition = {
  name: 'VoiceBudgetBurningFast',
  ...shared,
  ...isFast,
  expression: (allowed) => burning(fast, responseOverBudget, turnVerdicts, allowed),
  summary: { pt: 'A casa responde devagar agora', en: 'The house answers slowly now' },
  description: slowness,
  runbook: { causes: ['One stage has become slow: a busy machine, a slow provider.'], steps: slowTurnSteps },
  tests: {
    fires: { series: judged(4, 3), labels: { budget: 'response' }, shown: '75%' },
    quiet: [
      { name: 'one turn in four is slow', series: judged(4, 1) },
      {
        name: 'four slow turns in an hour are too few to say anything',
        series: {
          [ofService(turnVerdicts, 'wake-word', { verdict: 'slow' })]: '0+1x3 3x200',
          [ofService(budgetsBroken, 'wake-word', { budget: 'response' })]: '0+1x3 3x200',
        },
      },
    ],
  },
};

export const slowTurnsSlow: AlertDefinition = {
  name: 'VoiceBudgetBurningSlowly',
  ...shared,
  ...isSlow,
  expression: (allowed) => burning(slow, responseOverBudget, turnVerdicts, allowed),
  summary: { pt: 'A casa responde devagar há horas', en: 'The house has answered slowly for hours' },
  description: slowness,
  runbook: {
    causes: [
      'A change of some days ago: a model, a version, a new device.',
      'The machine is a little too small for what runs on it.',
    ],
    steps: slowTurnSteps,
  },
  tests: {
    fires: { series: judged(10, 2), labels: { budget: 'response' }, shown: '20%' },
    quiet: [{ name: 'one turn in fifty is slow', series: judged(50, 1) }],
  },
};

export const failedTurnsFast: AlertDefinition = {
  name: 'VoiceTurnsFailingFast',
  ...shared,
  ...isFast,
  expression: (allowed) => burning(fast, failedShare, turns, allowed),
  summary: { pt: 'A maioria dos turnos falha agora', en: 'Most turns fail now' },
  description: failure,
  runbook: {
    causes: ['A stage throws each time.', 'A stage is gone and the turn waits for it in vain.'],
    steps: failedTurnSteps,
  },
  tests: {
    fires: {
      series: {
        [ofService(turns, 'wake-word', { outcome: 'error', device: 'sala' })]: '0+4x200',
        [ofService(turns, 'wake-word', { outcome: 'answered', device: 'sala' })]: '0+1x200',
      },
      labels: {},
      shown: '80%',
    },
    quiet: [{ name: 'the wake word and then nothing is no failure', series: ended(4, 0) }],
  },
};

export const failedTurnsSlow: AlertDefinition = {
  name: 'VoiceTurnsFailingSlowly',
  ...shared,
  ...isSlow,
  expression: (allowed) => burning(slow, failedShare, turns, allowed),
  summary: { pt: 'Turnos falham há horas', en: 'Turns have failed for hours' },
  description: failure,
  runbook: {
    causes: ['One kind of request fails, the others do not.', 'A device of the house has bad radio.'],
    steps: failedTurnSteps,
  },
  tests: {
    fires: { series: ended(10, 4), labels: {}, shown: '20%' },
    quiet: [{ name: 'one turn in fifty fails', series: ended(50, 1) }],
  },
};
