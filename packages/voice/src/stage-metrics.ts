/** Which metrics a finished stage feeds. A failed stage counts as a request, but its time is not a latency. */
import { metrics, type AttributesOf, type spans, type Stage } from '@mordomo/semconv';
import type { Context } from '@opentelemetry/api';
import { record } from './instruments.ts';

type Attributes = AttributesOf<typeof spans.stage.attributes>;

/** Observes one finished stage. @param context holds the stage's span, which becomes the exemplar. */
export function observeStage(stage: Stage, seconds: number, attributes: Attributes, context: Context): void {
  const failed = attributes['error.type'] !== undefined;
  const engine = attributes['voice.engine'] ?? 'unknown';
  if (stage === 'brain') observeBrain(seconds, attributes, failed, context);
  else if (failed) return;
  else if (stage === 'stt') record(metrics.sttLatency, seconds, { engine }, context);
  else if (stage === 'tts') record(metrics.ttsGeneration, seconds, { engine }, context);
}

function observeBrain(seconds: number, attributes: Attributes, failed: boolean, context: Context): void {
  const labels = {
    provider: attributes['gen_ai.provider.name'] ?? 'unknown',
    model: attributes['gen_ai.request.model'] ?? 'unknown',
    location: attributes['voice.brain.location'] ?? 'local',
  };
  record(metrics.llmRequests, 1, { ...labels, outcome: failed ? 'error' : 'ok' }, context);
  if (!failed) record(metrics.llmLatency, seconds, labels, context);
}
