/** Metrics of hearing, telling voices apart, and speaking. */
import { metric } from '../define.ts';
import * as labels from '../labels.ts';
import { realTimeFactors, stageSeconds } from './buckets.ts';

export const sttLatency = metric({
  name: 'stt_latency',
  instrument: 'histogram',
  unit: 's',
  brief: 'The utterance is complete at the speech-to-text → final transcript.',
  owner: 'whisper-asr',
  labels: [labels.engine, labels.model, labels.language],
  buckets: stageSeconds,
});
export const ttsGeneration = metric({
  name: 'tts_generation',
  instrument: 'histogram',
  unit: 's',
  brief: 'Sentence handed to the speech synthesis → all its audio.',
  owner: 'tts-engine',
  labels: [labels.engine, labels.model, labels.language],
  buckets: stageSeconds,
});
export const timeToFirstAudioByte = metric({
  name: 'voice.time_to_first_audio_byte',
  instrument: 'histogram',
  unit: 's',
  brief: 'Sentence handed to the speech synthesis → its first audio.',
  owner: 'tts-engine',
  labels: [labels.engine, labels.model, labels.language],
  buckets: stageSeconds,
});
export const ttsCharacters = metric({
  name: 'voice.tts.characters',
  instrument: 'counter',
  unit: '{character}',
  brief: 'Characters that were made speech: what most providers charge for.',
  owner: 'tts-engine',
  labels: [labels.engine],
});
export const audio = metric({
  name: 'voice.audio',
  instrument: 'counter',
  unit: 's',
  brief: 'Audio that a stage took in (`stt`, `speaker`), made (`tts`) or played (`playback`).',
  owner: 'every service',
  labels: [labels.stage, labels.engine],
});
export const realTimeFactor = metric({
  name: 'voice.real_time_factor',
  instrument: 'histogram',
  unit: '',
  brief: 'Time that `stt`, `speaker` or `tts` took for one second of audio; above 1 it is slower than speech.',
  owner: 'every service',
  labels: [labels.stage, labels.engine],
  buckets: realTimeFactors,
});
export const speakerIdentifications = metric({
  name: 'speaker_identifications',
  instrument: 'counter',
  unit: '{identification}',
  brief: 'Voices that were found to be somebody’s or nobody’s, and what users said about it afterwards.',
  owner: 'speaker-id',
  labels: [labels.identification],
});
export const speakerAccuracy = metric({
  name: 'speaker_identification_accuracy',
  instrument: 'gauge',
  unit: '',
  brief:
    'Share of the identifications that users confirmed among those that they confirmed or corrected, over the last seven days; absent without such feedback.',
  owner: 'speaker-id',
  labels: [labels.device],
});
