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
import { type EngineFiles, obtainEngines } from './obtain.ts';
import * as scripted from './scripted.ts';

// Real engines are imported when they are opened: a service loads its own only, and the scripted house needs none of
// the native code.

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
  if (settings.engine === 'speech') {
    const { loadPocketsphinx } = await import('./pocketsphinx.ts');
    // Files that do not load are better said here, to a person, than in the log of a service.
    loadPocketsphinx(await obtainEngines(engineFolder(settings), onProgress));
  }
  await enrollHousehold(settings, await openTextToSpeech(settings), await speakerEngine(settings, []));
}

export async function openWakeWord(settings: EngineSettings): Promise<WakeWordEngine> {
  if (settings.engine === 'scripted') return scripted.openScriptedWakeWord();
  const { openPocketsphinxWakeWord } = await import('./pocketsphinx-wake.ts');
  return openPocketsphinxWakeWord(await files(settings));
}

export async function openVoiceActivity(settings: EngineSettings): Promise<VoiceActivityEngine> {
  if (settings.engine === 'scripted') return scripted.openScriptedVoiceActivity();
  const { openFvad } = await import('./fvad.ts');
  return openFvad();
}

export async function openSpeechToText(settings: EngineSettings): Promise<SpeechToTextEngine> {
  if (settings.engine === 'scripted') return scripted.openScriptedSpeechToText();
  const { openPocketsphinxSpeechToText } = await import('./pocketsphinx-stt.ts');
  return openPocketsphinxSpeechToText(await files(settings));
}

/** Knows the voices that `prepareEngines` has enrolled. */
export async function openSpeaker(settings: EngineSettings): Promise<SpeakerEngine> {
  return speakerEngine(settings, await loadSpeakers(settings));
}

export async function openTextToSpeech(settings: EngineSettings): Promise<TextToSpeechEngine> {
  if (settings.engine === 'scripted') return scripted.openScriptedTextToSpeech();
  const { openFlite } = await import('./flite.ts');
  return openFlite(await files(settings));
}

async function speakerEngine({ engine }: EngineSettings, profiles: readonly SpeakerProfile[]): Promise<SpeakerEngine> {
  if (engine === 'scripted') return scripted.openScriptedSpeaker(profiles);
  const { openMfccSpeaker } = await import('./mfcc-speaker.ts');
  return openMfccSpeaker(profiles);
}

function files(settings: EngineSettings): Promise<EngineFiles> {
  return obtainEngines(engineFolder(settings), () => {});
}

function engineFolder({ cacheDir }: EngineSettings): string {
  return join(cacheDir, 'engines');
}
