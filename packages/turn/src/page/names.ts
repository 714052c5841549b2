/** The registry's names, as a person would say them. What is not in the registry is shown as it is. */
import type { BudgetName, Outcome, WaitPart } from '@mordomo/semconv';

const parts: Readonly<Record<WaitPart, string>> = {
  endpointing: 'endpointing',
  stt: 'speech to text',
  speaker: 'speaker',
  brain: 'brain',
  tts: 'text to speech',
  playback: 'playback',
  unattributed: 'between stages',
};

const budgets: Readonly<Record<BudgetName, string>> = {
  ...parts,
  unattributed: 'nobody at work',
  brain_local: 'brain, local',
  brain_cloud: 'brain, cloud',
  response: 'the whole wait',
};

const outcomes: Readonly<Record<Outcome, string>> = {
  answered: 'Answered',
  interrupted: 'Interrupted',
  no_speech: 'Heard the wake word, and then nothing',
  no_text: 'Did not understand',
  rejected_speaker: 'Did not accept the speaker',
  duplicate_wake: 'Left it to another device in the room',
  error: 'Failed',
  timeout: 'Gave up waiting',
};

const lookUp =
  (names: Readonly<Record<string, string>>) =>
  (name: string): string =>
    Object.hasOwn(names, name) ? (names[name] ?? name) : name;

export const partText = lookUp(parts);
export const budgetText = lookUp(budgets);
export const outcomeText = lookUp(outcomes);
