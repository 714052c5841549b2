import { frameMs, frameSamples } from '../audio/pcm.ts';
import { type Voice, voices } from './engine.ts';

/*
 * "Audio" that carries text: what the scripted engines speak and hear. Each character is three frames, about as long as
 * real speech takes for it. A frame begins with a mark, the character (0 in its second and third frame) and the voice.
 */
const mark = 0x5ca1;
const headSamples = 3;
const framesPerCharacter = 3;

export interface ScriptedCharacter {
  readonly character: string;
  /** Position in the audio. */
  readonly atMs: number;
}

export interface ScriptedSpeech {
  readonly characters: readonly ScriptedCharacter[];
  /** Undefined when nobody speaks. */
  readonly voice: Voice | undefined;
}

export function encodeScripted(text: string, voice: Voice): Int16Array {
  const pcm = new Int16Array(text.length * framesPerCharacter * frameSamples);
  for (let frame = 0; frame < text.length * framesPerCharacter; frame++) {
    const isFirst = frame % framesPerCharacter === 0;
    const code = isFirst ? text.charCodeAt(frame / framesPerCharacter) : 0;
    pcm.set([mark, code, voices.indexOf(voice)], frame * frameSamples);
  }
  return pcm;
}

/** Finds what is said in `pcm`, wherever it begins. */
export function decodeScripted(pcm: Int16Array): ScriptedSpeech {
  const characters: ScriptedCharacter[] = [];
  let voice: Voice | undefined;
  for (let at = 0; at + headSamples <= pcm.length; at++) {
    if (pcm[at] !== mark) continue;
    const code = (pcm[at + 1] ?? 0) & 0xffff;
    voice ??= voices[pcm[at + 2] ?? 0];
    if (code !== 0) characters.push({ character: String.fromCharCode(code), atMs: (at / frameSamples) * frameMs });
    at += headSamples - 1;
  }
  return { characters, voice };
}
