/** What providers charge, as data. Add what you use by `MORDOMO_PRICES` or the `prices` of `languageModel`. */

/** In US dollars per million tokens. */
export interface Price {
  /** As `gen_ai.provider.name` has it. */
  readonly provider: string;
  /** The model’s name without a date at its end. */
  readonly model: string;
  readonly inputUsd: number;
  /** Of the part of the prompt that the provider had cached. Default: as the rest of it. */
  readonly cachedInputUsd?: number;
  readonly outputUsd: number;
  /** The day that the price is known from, as `2026-05-04`. */
  readonly date: string;
  /** Where the provider publishes it. */
  readonly source: string;
}

const openAi = (date: string, model: string, inputUsd: number, cachedInputUsd: number, outputUsd: number): Price => ({
  provider: 'openai',
  model,
  inputUsd,
  cachedInputUsd,
  outputUsd,
  date,
  source: 'https://developers.openai.com/api/docs/pricing',
});

const groq = (date: string, model: string, inputUsd: number, outputUsd: number): Price => ({
  provider: 'groq',
  model,
  inputUsd,
  outputUsd,
  date,
  source: 'https://groq.com/pricing',
});

/**
 * Standard tier, without taxes and regional surcharges. Known by way of others who cite the providers' pages, so compare them
 * with those before you rely on a cost.
 */
export const prices: readonly Price[] = [
  openAi('2026-05-04', 'gpt-5.4', 2.5, 0.25, 15),
  openAi('2026-05-04', 'gpt-5.4-mini', 0.75, 0.075, 4.5),
  openAi('2026-05-04', 'gpt-5.4-nano', 0.2, 0.02, 1.25),
  openAi('2026-03-21', 'gpt-5-mini', 0.25, 0.025, 2),
  openAi('2026-06-21', 'gpt-4.1', 2, 0.5, 8),
  openAi('2026-06-21', 'gpt-4.1-mini', 0.4, 0.1, 1.6),
  openAi('2026-03-21', 'gpt-4o', 2.5, 1.25, 10),
  openAi('2026-03-21', 'gpt-4o-mini', 0.15, 0.075, 0.6),
  groq('2026-01-25', 'llama-3.1-8b-instant', 0.05, 0.08),
  groq('2026-01-25', 'llama-3.3-70b-versatile', 0.59, 0.79),
];
