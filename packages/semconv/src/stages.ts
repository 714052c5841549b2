/** What a turn is made of, in the order in which it usually happens; `speaker` runs beside `stt`. */
export const stages = ['wake', 'listen', 'stt', 'speaker', 'brain', 'tts', 'playback'] as const;
export type Stage = (typeof stages)[number];

/** How a turn ended. */
export const outcomes = ['answered', 'no_speech', 'no_text', 'error', 'timeout'] as const;
export type Outcome = (typeof outcomes)[number];

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
