import { join } from 'node:path';
import { enrollHousehold, loadSpeakers } from '../home/speakers.ts';
import type {
  SpeakerEngine,
  SpeakerProfile,
  SpeechToTextEngine,
  TextToSpeechEngine,
  VoiceActivityEngine,
  WakeWordEngine,
} from './engine.ts';
import { openFlite } from './flite.ts';
import { openFvad } from './fvad.ts';
import { openMfccSpeaker } from './mfcc-speaker.ts';
import { type EngineFiles, obtainEngines } from './obtain.ts';
import { openPocketsphinxSpeechToText } from './pocketsphinx-stt.ts';
import { openPocketsphinxWakeWord } from './pocketsphinx-wake.ts';
import {
  openScriptedSpeaker,
  openScriptedSpeechToText,
  openScriptedTextToSpeech,
  openScriptedVoiceActivity,
  openScriptedWakeWord,
} from './scripted.ts';

export interface EngineSettings {
  /** `speech`: real audio. `scripted`: text in the place of audio, for machines without the speech engines. */
  readonly engine: 'speech' | 'scripted';
  /** Keeps the engines themselves, in `engines/`. */
  readonly cacheDir: string;
  /** Keeps what the house knows of its people, in `house/`. */
  readonly dataDir: string;
}

/**
 * Makes sure that the engines are there and know the household's voices. Takes seconds the first time, milliseconds
 * later. Throws one sentence where the engines cannot be had.
 */
export async function prepareEngines(settings: EngineSettings, onProgress: (line: string) => void): Promise<void> {
  if (settings.engine === 'speech') await obtainEngines(engineFolder(settings), onProgress);
  await enrollHousehold(settings, await openTextToSpeech(settings), speakerEngine(settings, []));
}

export async function openWakeWord(settings: EngineSettings): Promise<WakeWordEngine> {
  return settings.engine === 'scripted' ? openScriptedWakeWord() : openPocketsphinxWakeWord(await files(settings));
}

export async function openVoiceActivity(settings: EngineSettings): Promise<VoiceActivityEngine> {
  return settings.engine === 'scripted' ? openScriptedVoiceActivity() : openFvad();
}

export async function openSpeechToText(settings: EngineSettings): Promise<SpeechToTextEngine> {
  if (settings.engine === 'scripted') return openScriptedSpeechToText();
  return openPocketsphinxSpeechToText(await files(settings));
}

/** Knows the voices that `prepareEngines` has enrolled. */
export async function openSpeaker(settings: EngineSettings): Promise<SpeakerEngine> {
  return speakerEngine(settings, await loadSpeakers(settings));
}

export async function openTextToSpeech(settings: EngineSettings): Promise<TextToSpeechEngine> {
  return settings.engine === 'scripted' ? openScriptedTextToSpeech() : openFlite(await files(settings));
}

function speakerEngine({ engine }: EngineSettings, profiles: readonly SpeakerProfile[]): SpeakerEngine {
  return engine === 'scripted' ? openScriptedSpeaker(profiles) : openMfccSpeaker(profiles);
}

function files(settings: EngineSettings): Promise<EngineFiles> {
  return obtainEngines(engineFolder(settings), () => {});
}

function engineFolder({ cacheDir }: EngineSettings): string {
  return join(cacheDir, 'engines');
}
