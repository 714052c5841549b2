import { durationMs } from '../audio/pcm.ts';
import { parseCommand, wakeWord } from '../home/commands.ts';
import {
  type SpeakerEngine,
  type SpeakerProfile,
  type SpeechToTextEngine,
  type TextToSpeechEngine,
  type VoiceActivityEngine,
  type WakeWordEngine,
  voices,
} from './engine.ts';
import { Hangover, defaultHangoverMs } from './hangover.ts';
import { type ScriptedCharacter, decodeScripted, encodeScripted } from './scripted-speech.ts';

/*
 * The whole house without a speech engine: text travels in the place of sound. Same interfaces, same timing of the
 * stream, same rule for what is understood.
 */
const name = 'scripted';

export function openScriptedWakeWord(): WakeWordEngine {
  let positionMs = 0;
  let heard: ScriptedCharacter[] = [];
  return {
    name,
    async feed(frame) {
      const { characters } = decodeScripted(frame);
      for (const { character, atMs } of characters) heard.push({ character, atMs: positionMs + atMs });
      positionMs += durationMs(frame);
      heard = heard.slice(-wakeWord.length);
      const first = heard[0];
      const text = heard.map(({ character }) => character).join('');
      if (first === undefined || text.toLowerCase() !== wakeWord) return undefined;
      heard = [];
      return { startMs: first.atMs, detectedMs: positionMs, score: 1 };
    },
    reset() {
      positionMs = 0;
      heard = [];
    },
    close() {},
  };
}

export function openScriptedVoiceActivity(hangoverMs: number = defaultHangoverMs): VoiceActivityEngine {
  const hangover = new Hangover(hangoverMs);
  return {
    name,
    feed: (frame) => hangover.next(decodeScripted(frame).voice !== undefined),
    reset: () => hangover.reset(),
    close() {},
  };
}

export function openScriptedSpeechToText(): SpeechToTextEngine {
  return {
    name,
    async transcribe(pcm) {
      const { characters } = decodeScripted(pcm);
      const command = parseCommand(characters.map(({ character }) => character).join(''));
      return { text: command?.text ?? '', confidence: command === undefined ? 0 : 1, engine: name };
    },
    close() {},
  };
}

export function openScriptedSpeaker(profiles: readonly SpeakerProfile[] = []): SpeakerEngine {
  const known = new Map(profiles.map((profile) => [profile.features[0], profile]));
  const voiceNumber = (pcm: Int16Array): number => {
    const { voice } = decodeScripted(pcm);
    return voice === undefined ? -1 : voices.indexOf(voice);
  };
  return {
    name,
    enroll(speaker, pcm) {
      const profile = { name: speaker, features: [voiceNumber(pcm)] };
      known.set(profile.features[0], profile);
      return profile;
    },
    identify(pcm) {
      const profile = known.get(voiceNumber(pcm));
      return { name: profile?.name, confidence: profile === undefined ? 0 : 1 };
    },
  };
}

export function openScriptedTextToSpeech(): TextToSpeechEngine {
  return {
    name,
    async synthesize(text, voice, signal) {
      signal?.throwIfAborted();
      return encodeScripted(text, voice);
    },
  };
}
