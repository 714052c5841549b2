/**
 * What the house asks of its speech engines. All audio is mono PCM16 at 16 kHz (see `audio/pcm.ts`); positions are
 * milliseconds of audio since the engine was opened or last reset, so they are exact whatever the machine is doing.
 */

/** Names of the synthetic voices with which the members of the demo household speak. */
export const householdVoices = ['slt', 'rms', 'awb', 'kal16'] as const;
export type HouseholdVoice = (typeof householdVoices)[number];
/** A voice that the house does not know. */
const visitor = 'visitor';
export const voices = [...householdVoices, visitor] as const;
export type Voice = (typeof voices)[number];

export interface WakeDetection {
  /** Onset of the wake word in the stream. */
  readonly startMs: number;
  /** Position in the stream at which the engine was sure. */
  readonly detectedMs: number;
  /** 0 to 1. */
  readonly score: number;
}

/** Listens to a stream for the wake word "mordomo". */
export interface WakeWordEngine {
  readonly name: string;
  /** Takes the next frame, of any length; calls must be awaited one after the other. */
  feed(frame: Int16Array): Promise<WakeDetection | undefined>;
  /** Forgets what was heard; positions start at 0 again. */
  reset(): void;
  close(): void;
}

export interface SpeechStart {
  readonly kind: 'speech_start';
  /** Where speech began. */
  readonly atMs: number;
}

export interface SpeechEnd {
  readonly kind: 'speech_end';
  /** Where speech ended. */
  readonly atMs: number;
  /** Where the engine was sure of it: later than `atMs` by the hangover. */
  readonly decidedMs: number;
}

/** Finds the borders of speech in a stream. */
export interface VoiceActivityEngine {
  readonly name: string;
  /** Takes the next frame of exactly 20 ms. */
  feed(frame: Int16Array): SpeechStart | SpeechEnd | undefined;
  reset(): void;
  close(): void;
}

/** A transcript with less confidence than this is a guess. */
export const acceptedConfidence = 0.5;

export interface Transcription {
  /** Lower case, single spaces, without the wake word; empty when nothing was understood, not even by a guess. */
  readonly text: string;
  /** 0 to 1; also given when the text is empty. See `acceptedConfidence`. */
  readonly confidence: number;
  readonly engine: string;
}

export interface SpeechToTextEngine {
  readonly name: string;
  /** One utterance as a whole. Calls may overlap; they are served in turn. */
  transcribe(pcm: Int16Array): Promise<Transcription>;
  close(): void;
}

/** What is kept of a household member's voice: numbers from which no speech can be made again. */
export interface SpeakerProfile {
  readonly name: string;
  readonly features: readonly number[];
}

export interface SpeakerIdentification {
  /** Undefined when the voice resembles nobody who is enrolled. */
  readonly name: string | undefined;
  /** 0 to 1. */
  readonly confidence: number;
}

export interface SpeakerEngine {
  readonly name: string;
  /** Learns a voice from one utterance; a name that is known is replaced. */
  enroll(name: string, pcm: Int16Array): SpeakerProfile;
  identify(pcm: Int16Array): SpeakerIdentification;
}

export interface TextToSpeechEngine {
  readonly name: string;
  /** Throws `signal.reason` when aborted. */
  synthesize(text: string, voice: Voice, signal?: AbortSignal): Promise<Int16Array>;
}
