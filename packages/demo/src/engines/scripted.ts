import { durationMs } from '../audio/pcm.ts';
import { commands, normalizeSentence, parseCommand, wakeWord } from '../home/commands.ts';
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
      const said = characters.map(({ character }) => character).join('');
      const command = parseCommand(said);
      if (command !== undefined) return { text: command.text, confidence: 1, engine: name };
      return { ...guess(said), engine: name };
    },
    close() {},
  };
}

/** The command that shares most words with what was said; a real engine would find it from the sounds. */
function guess(said: string): { readonly text: string; readonly confidence: number } {
  const words = new Set(normalizeSentence(said).split(' '));
  let best = { text: '', confidence: 0 };
  for (const { text } of commands) {
    const all = new Set([...words, ...text.split(' ')]);
    const shared = text.split(' ').filter((word) => words.has(word)).length / all.size;
    // Less than half of the words are no guess; all of them would be the command itself.
    if (shared > 0.5 && shared / 2 > best.confidence) best = { text, confidence: shared / 2 };
  }
  return best;
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
