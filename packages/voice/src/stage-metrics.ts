/** Which metrics a finished stage feeds. The time of a stage that failed or was interrupted is no latency. */
import { metrics } from '@mordomo/semconv';
import type { Context } from '@opentelemetry/api';
import { record } from './instruments.ts';
import type { EndedStage, StageAttributes } from './open-stage.ts';

/** Observes one finished stage. @param context holds the stage’s span, which becomes the exemplar */
export function observeStage(ended: EndedStage, context: Context): void {
  const { stage, attributes, error } = ended;
  if (stage === 'brain') observeBrain(ended, context);
  if (stage === 'wake') observeWake(attributes, context);
  if (error !== undefined || attributes['voice.interrupted'] === true) return;
  const seconds = (ended.endTime - ended.startTime) / 1000;
  if (stage === 'stt') record(metrics.sttLatency, seconds, engineOf(attributes), context);
  if (stage === 'speaker') observeSpeaker(attributes, context);
  if (stage === 'tts') observeTts(ended, seconds, context);
  observeAudio(ended, seconds, context);
}

/** Labels without a value are left out. */
function engineOf(attributes: StageAttributes) {
  const { 'voice.engine': engine = 'unknown', 'voice.model': model, 'voice.language': language } = attributes;
  return { engine, ...(model && { model }), ...(language && { language }) };
}

function observeWake(attributes: StageAttributes, context: Context): void {
  const {
    'voice.wake.score': score,
    'voice.device': device = 'unknown',
    'voice.engine': engine = 'unknown',
  } = attributes;
  if (score !== undefined) record(metrics.wakeScore, score, { device, engine }, context);
}

function observeSpeaker({ 'voice.speaker.known': known }: StageAttributes, context: Context): void {
  if (known !== undefined) record(metrics.speakerIdentifications, 1, { result: known ? 'match' : 'unknown' }, context);
}

function observeBrain({ attributes, milestones, startTime, endTime, error }: EndedStage, context: Context): void {
  const labels = {
    provider: attributes['gen_ai.provider.name'] ?? 'unknown',
    model: attributes['gen_ai.request.model'] ?? 'unknown',
    location: attributes['voice.brain.location'] ?? 'local',
  };
  record(metrics.llmRequests, 1, { ...labels, outcome: error === undefined ? 'ok' : 'error' }, context);
  if (error !== undefined) return;
  const observe = (metric: typeof metrics.llmLatency, time: number | undefined) =>
    time === undefined ? undefined : record(metric, (time - startTime) / 1000, labels, context);
  observe(metrics.timeToFirstToken, milestones.first_token);
  observe(metrics.timeToFirstSentence, milestones.first_sentence);
  if (attributes['voice.interrupted'] !== true) observe(metrics.llmLatency, endTime);
}

function observeTts({ attributes, milestones, startTime }: EndedStage, seconds: number, context: Context): void {
  const labels = engineOf(attributes);
  record(metrics.ttsGeneration, seconds, labels, context);
  const firstAudio = milestones.first_audio_byte;
  if (firstAudio !== undefined) record(metrics.timeToFirstAudioByte, (firstAudio - startTime) / 1000, labels, context);
  const characters = attributes['voice.tts.characters'];
  if (characters !== undefined) record(metrics.ttsCharacters, characters, { engine: labels.engine }, context);
}

function observeAudio({ stage, attributes }: EndedStage, seconds: number, context: Context): void {
  const { 'voice.audio_seconds': audioSeconds, 'voice.engine': engine = 'unknown' } = attributes;
  if (audioSeconds === undefined) return;
  record(metrics.audio, audioSeconds, { stage, engine }, context);
  // Playing takes as long as the audio is: only making and understanding it can be slower or faster.
  if (stage !== 'playback' && audioSeconds > 0)
    record(metrics.realTimeFactor, seconds / audioSeconds, { stage, engine }, context);
}
