/** Which engine does what. Each is loaded only by the service that needs it. */
import { join } from 'node:path';
import type {
  SpeakerEngine,
  SpeechToTextEngine,
  TextToSpeechEngine,
  VoiceActivityEngine,
  WakeWordEngine,
} from './engine.ts';
import { enrollHousehold, householdProfiles } from './household.ts';
import { obtainEngines } from './obtain.ts';

export interface EngineSettings {
  /** `speech`: real audio. `scripted`: the "audio" carries text. */
  readonly engine: 'speech' | 'scripted';
  readonly dataDir: string;
  readonly cacheDir: string;
}

const files = ({ cacheDir }: EngineSettings, onProgress?: (line: string) => void) =>
  obtainEngines({ cacheDir: join(cacheDir, 'engines'), ...(onProgress === undefined ? {} : { onProgress }) });

const scripted = () => import('./scripted.ts');

/** Obtains the engines and learns the household's voices, so that opening takes no time. @throws with one sentence */
export async function prepareEngines(settings: EngineSettings, onProgress: (line: string) => void): Promise<void> {
  if (settings.engine === 'scripted') return onProgress('scripted engines: text stands in for audio');
  await files(settings, onProgress);
  const speech = await openTextToSpeech(settings);
  await enrollHousehold(settings.dataDir, await openSpeaker(settings), speech);
}

export async function openWakeWord(settings: EngineSettings): Promise<WakeWordEngine> {
  if (settings.engine === 'scripted') return (await scripted()).openScriptedWakeWord();
  const { openPocketsphinxWakeWord } = await import('./pocketsphinx-wake.ts');
  return openPocketsphinxWakeWord(await files(settings));
}

export async function openVoiceActivity({ engine }: EngineSettings): Promise<VoiceActivityEngine> {
  if (engine === 'scripted') return (await scripted()).openScriptedVoiceActivity();
  const { openFvad } = await import('./fvad.ts');
  return openFvad();
}

export async function openSpeechToText(settings: EngineSettings): Promise<SpeechToTextEngine> {
  if (settings.engine === 'scripted') return (await scripted()).openScriptedSpeechToText();
  const { openPocketsphinxSpeechToText } = await import('./pocketsphinx-stt.ts');
  return openPocketsphinxSpeechToText(await files(settings));
}

export async function openSpeaker({ engine, dataDir }: EngineSettings): Promise<SpeakerEngine> {
  if (engine === 'scripted') return (await scripted()).openScriptedSpeaker();
  const { openMfccSpeaker } = await import('./mfcc-speaker.ts');
  return openMfccSpeaker(await householdProfiles(dataDir));
}

export async function openTextToSpeech(settings: EngineSettings): Promise<TextToSpeechEngine> {
  if (settings.engine === 'scripted') return (await scripted()).openScriptedTextToSpeech();
  const { openFlite } = await import('./flite.ts');
  return openFlite(await files(settings));
}
