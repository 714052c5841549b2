/** A language model as the brain of a turn. */
export { EngineError } from '../engine-error.ts';
export {
  languageModel,
  type AskOptions,
  type LanguageModel,
  type LanguageModelSettings,
  type Message,
} from './language-model.ts';
export { type Price } from './prices.ts';
export { bySentence } from './sentences.ts';
export { type Tool } from './tools.ts';
