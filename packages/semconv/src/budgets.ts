/** What the wait for the reply is made of, and how long each part of it may take. */

/**
 * The parts of the wait, from the end of the user's speech to the first audio of the reply. `endpointing`: until the house
 * is sure that the user has finished; `speaker` runs beside `stt`; `brain`: until its first sentence; `tts`: until the
 * first audio of that; `playback`: until it sounds; `unattributed`: nobody was at work.
 */
export const waitParts = ['endpointing', 'stt', 'speaker', 'brain', 'tts', 'playback', 'unattributed'] as const;
export type WaitPart = (typeof waitParts)[number];

/** What a budget can be set for: the parts of the wait, the brain by where it thinks, and the whole of it, `response`. */
export const budgetNames = [
  'endpointing',
  'stt',
  'speaker',
  'brain_local',
  'brain_cloud',
  'tts',
  'playback',
  'unattributed',
  'response',
] as const;
export type BudgetName = (typeof budgetNames)[number];

/** How the wait felt: within the good, within the acceptable, beyond it, beyond what anybody bears. */
export const verdicts = ['good', 'acceptable', 'slow', 'bad'] as const;
export type Verdict = (typeof verdicts)[number];

/** Seconds. */
export type Budgets = Readonly<Record<BudgetName | 'response_good' | 'response_bad', number>>;

/** In seconds: what published voice assistants reach when they are good, and what people bear. */
export const defaultBudgets: Budgets = {
  endpointing: 0.7,
  stt: 0.5,
  speaker: 0.1,
  brain_local: 0.6,
  brain_cloud: 1,
  tts: 0.2,
  playback: 0.1,
  unattributed: 0.05,
  response_good: 0.8,
  response: 1.5,
  response_bad: 2.5,
};

/** The verdict on a wait from the end of speech to the first audio. */
export function verdictOf(responseSeconds: number, budgets: Budgets): Verdict {
  if (responseSeconds <= budgets.response_good) return 'good';
  if (responseSeconds <= budgets.response) return 'acceptable';
  return responseSeconds <= budgets.response_bad ? 'slow' : 'bad';
}

/** `stt=0.5,tts=0.2`: as the setting and the turn's attribute spell budgets. */
export const formatBudgets = (budgets: Budgets): string =>
  Object.entries(budgets)
    .map(([name, seconds]) => `${name}=${seconds}`)
    .join(',');

/** Budgets with some of the defaults replaced, and one sentence for each pair that cannot be used. */
export function parseBudgets(text: string): { readonly budgets: Budgets; readonly problems: readonly string[] } {
  const budgets: Record<string, number> = { ...defaultBudgets };
  const problems: string[] = [];
  for (const pair of text.split(',').filter((each) => each.trim() !== '')) {
    const [name = '', value = ''] = pair.split('=').map((each) => each.trim());
    const seconds = value === '' ? Number.NaN : Number(value);
    if (!Object.hasOwn(defaultBudgets, name)) {
      problems.push(`There is no budget "${name}"; there are ${Object.keys(defaultBudgets).join(', ')}.`);
    } else if (!(seconds > 0 && seconds < Infinity)) {
      problems.push(`The budget "${pair.trim()}" is not in seconds, such as ${name}=0.5; ${budgets[name]} s is used.`);
    } else budgets[name] = seconds;
  }
  return { budgets: budgets as Budgets, problems };
}
