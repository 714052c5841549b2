/** Every metric that the project’s own code records. Prometheus spells them with unit and `_total`: see backend-names.ts. */
import { metric } from './define.ts';
import * as labels from './labels.ts';

/** Seconds, fine around the thresholds (1 s, 2 s) and the budgets of the stages. */
const stageSeconds = [0.01, 0.025, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3.5, 5, 10] as const;
/** Seconds, for waits that contain the user's own speaking. */
const turnSeconds = [0.25, 0.5, 0.8, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 15, 30] as const;

export const wakeWordDetections = metric({
  name: 'wake_word_detections',
  instrument: 'counter',
  unit: '{detection}',
  brief: 'Wake words detected.',
  labels: [labels.device],
});
export const sttLatency = metric({
  name: 'stt_latency',
  instrument: 'histogram',
  unit: 's',
  brief: 'Endpoint of the utterance → final transcript.',
  labels: [labels.engine],
  buckets: stageSeconds,
});
export const llmRequests = metric({
  name: 'llm_requests',
  instrument: 'counter',
  unit: '{request}',
  brief: 'Requests that the brain answered by itself or by a language model.',
  labels: [labels.provider, labels.model, labels.location, labels.requestOutcome],
});
export const llmLatency = metric({
  name: 'llm_latency',
  instrument: 'histogram',
  unit: 's',
  brief: 'Transcript handed to the brain → last word of the reply.',
  labels: [labels.provider, labels.model, labels.location],
  buckets: stageSeconds,
});
export const ttsGeneration = metric({
  name: 'tts_generation',
  instrument: 'histogram',
  unit: 's',
  brief: 'Sentence handed to the speech synthesis → its audio.',
  labels: [labels.engine],
  buckets: stageSeconds,
});
export const activeConversations = metric({
  name: 'active_conversations',
  instrument: 'up-down-counter',
  unit: '{conversation}',
  brief: 'Conversations that are open now.',
  labels: [],
});
export const eventsPublished = metric({
  name: 'events_published',
  instrument: 'counter',
  unit: '{event}',
  brief: 'Events published on NATS.',
  labels: [labels.subject],
});
export const wakeToSpeech = metric({
  name: 'voice.wake_to_speech',
  instrument: 'histogram',
  unit: 's',
  brief: 'Wake word detected → first audio of the reply; contains the user’s own speaking.',
  labels: [labels.device],
  buckets: turnSeconds,
});
export const responseLatency = metric({
  name: 'voice.response_latency',
  instrument: 'histogram',
  unit: 's',
  brief: 'End of the user’s speech → first audio of the reply.',
  labels: [labels.device],
  buckets: turnSeconds,
});
export const turns = metric({
  name: 'voice.turns',
  instrument: 'counter',
  unit: '{turn}',
  brief: 'Turns that ended, by outcome.',
  labels: [labels.turnOutcome],
});
export const telemetryItems = metric({
  name: 'mordomo.telemetry.items',
  instrument: 'counter',
  unit: '{item}',
  brief:
    'Spans, log records and metric points that reached the spool, were acknowledged by the collector, or were dropped.',
  labels: [labels.signal, labels.fate, labels.reason],
});
