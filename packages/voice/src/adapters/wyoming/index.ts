/** Speech engines that speak the Wyoming protocol, as stages of a turn: openWakeWord, faster-whisper, Piper and others. */
export { type Audio } from '../audio.ts';
export { EngineError } from '../engine-error.ts';
export { type EngineNames, type SpeechToText } from '../transcribing.ts';
export { wyomingSpeechToText, type WyomingSettings } from './speech-to-text.ts';
export { wyomingTextToSpeech, type TextToSpeech } from './text-to-speech.ts';
export { wyomingWakeWord, type Detection, type WakeWord, type WakeWordSettings } from './wake-word.ts';
