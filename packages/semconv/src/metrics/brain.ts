/** Metrics of the brain, whether it answers by itself or asks a language model. */
import { metric } from '../define.ts';
import * as labels from '../labels.ts';
import { stageSeconds } from './buckets.ts';

const owner = 'mordomo-brain';
const brain = [labels.provider, labels.model, labels.location] as const;

export const llmRequests = metric({
  name: 'llm_requests',
  instrument: 'counter',
  unit: '{request}',
  brief: 'Requests that the brain answered by itself or by a language model; retries count once.',
  owner,
  labels: [...brain, labels.requestOutcome],
});
export const llmLatency = metric({
  name: 'llm_latency',
  instrument: 'histogram',
  unit: 's',
  brief: 'Transcript handed to the brain → last word of the reply.',
  owner,
  labels: brain,
  buckets: stageSeconds,
});
export const timeToFirstToken = metric({
  name: 'voice.time_to_first_token',
  instrument: 'histogram',
  unit: 's',
  brief: 'Transcript handed to the brain → first piece of the answer, retries included.',
  owner,
  labels: brain,
  buckets: stageSeconds,
});
export const timeToFirstSentence = metric({
  name: 'voice.time_to_first_sentence',
  instrument: 'histogram',
  unit: 's',
  brief: 'Transcript handed to the brain → first sentence handed to the speech synthesis.',
  owner,
  labels: brain,
  buckets: stageSeconds,
});
export const llmRetries = metric({
  name: 'llm_retries',
  instrument: 'counter',
  unit: '{retry}',
  brief: 'Requests to a language model that were made again.',
  owner,
  labels: [labels.provider, labels.model, labels.retryReason],
});
export const llmTokens = metric({
  name: 'llm_tokens',
  instrument: 'counter',
  unit: '{token}',
  brief: 'Tokens that were charged for; `cached` ones are among the `input`.',
  owner,
  labels: [labels.provider, labels.model, labels.tokenType],
});
export const llmCost = metric({
  name: 'llm_cost_usd',
  instrument: 'counter',
  unit: '{USD}',
  brief: 'What the requests cost by the price table, in US dollars; one without a known price is not in it.',
  owner,
  labels: [labels.provider, labels.model],
});
export const llmUnpricedRequests = metric({
  name: 'llm_unpriced_requests',
  instrument: 'counter',
  unit: '{request}',
  brief: 'Requests to a language model whose cost is not known: no price, or no count of tokens.',
  owner,
  labels: [labels.provider, labels.model],
});
export const llmCacheLookups = metric({
  name: 'llm_cache_lookups',
  instrument: 'counter',
  unit: '{lookup}',
  brief: 'Questions for a language model that were looked up among the answers known already.',
  owner,
  labels: [labels.cacheResult],
});
