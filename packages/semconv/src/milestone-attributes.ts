/** When things happened, as attributes of the turn's span. A milestone that was not reached is absent. */
import { attribute } from './define.ts';
import type { Milestone } from './stages.ts';

const at = <const Name extends Milestone>(name: Name, what: string) =>
  attribute(`voice.milestone.${name}` as const, 'number', {
    brief: `Seconds from the start of the turn until ${what}.`,
  });

export const wakeDetectedAt = at('wake_detected', 'the wake word was detected');
export const speechEndedAt = at('speech_ended', 'the user stopped speaking');
export const endpointDecidedAt = at('endpoint_decided', 'the house was sure that the user had finished');
export const finalTranscriptAt = at('final_transcript', 'the final transcript was there');
export const firstTokenAt = at('first_token', 'the brain had the first piece of its answer');
export const firstSentenceAt = at('first_sentence', 'the first sentence was handed to the speech synthesis');
export const firstAudioByteAt = at('first_audio_byte', 'the speech synthesis had the first audio');
export const playbackStartedAt = at('playback_started', 'the first audio of the reply sounded');
export const playbackEndedAt = at('playback_ended', 'the last audio of the reply had sounded');
