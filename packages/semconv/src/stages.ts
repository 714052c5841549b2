/** What a turn is made of, in the order in which it usually happens; `speaker` runs beside `stt`. */
export const stages = ['wake', 'listen', 'stt', 'speaker', 'brain', 'tts', 'playback'] as const;
export type Stage = (typeof stages)[number];

/**
 * How a turn ended. `interrupted`: the user spoke into the reply; `no_speech`: the wake word and then nothing; `no_text`:
 * speech that was not understood; `duplicate_wake`: another device in the room had heard the same wake word before.
 */
export const outcomes = [
  'answered',
  'interrupted',
  'no_speech',
  'no_text',
  'rejected_speaker',
  'duplicate_wake',
  'error',
  'timeout',
] as const;
export type Outcome = (typeof outcomes)[number];

/** What happens once in a turn, in the order in which it usually happens. */
export const milestones = [
  'wake_detected',
  'speech_ended',
  'endpoint_decided',
  'final_transcript',
  'first_token',
  'first_sentence',
  'first_audio_byte',
  'playback_started',
  'playback_ended',
] as const;
export type Milestone = (typeof milestones)[number];

/** The services of the voice house: `service.name` = container name = Prometheus `job` = Loki `job` and `container`. */
export const services = [
  'wake-word',
  'whisper-asr',
  'speaker-id',
  'mordomo-brain',
  'tts-engine',
  'audio-player',
  'mordomo-core-api',
] as const;
export type ServiceName = (typeof services)[number];
