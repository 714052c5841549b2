/** The language model that is asked what the house does not know itself: in the demo a stand-in. */
import { languageModel } from '@mordomo/voice/language-model';

const model = 'stand-in';

export const cloud = languageModel({
  provider: 'openai',
  model,
  location: 'cloud',
  baseUrl: process.env['MORDOMO_LLM_URL'] ?? 'http://127.0.0.1:11434/v1',
  // Made up, as its answers are, so that one can see what a cloud would cost.
  prices: [
    { provider: 'openai', model, inputUsd: 2, outputUsd: 8, date: '2026-11-22', source: 'made up for the stand-in' },
  ],
});
