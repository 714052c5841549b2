/** What is said to the house: a sentence made into speech, or a recording. */
import type { HouseOptions, SpokenRequest } from '@mordomo/stack';
import { readWav } from '../audio/wav.ts';
import { voices, type Voice } from '../engines/engine.ts';
import { openTextToSpeech, prepareEngines } from '../engines/open.ts';
import { spokenRequest } from '../home/commands.ts';

const defaultSentence = 'turn on the kitchen lights';

/** Gets the engines and enrols the household, both once per cache folder. */
export const prepare = (options: HouseOptions, onProgress: (text: string) => void): Promise<void> =>
  prepareEngines(options, onProgress);

/** The audio to play to the house, and what it says if that is known. */
export async function record(
  options: HouseOptions,
  { say, voice = 'slt', wav, isBare = false }: SpokenRequest,
): Promise<{ readonly recording: Int16Array; readonly said?: string }> {
  if (wav !== undefined) return { recording: await readWav(wav), ...(say === undefined ? {} : { said: say }) };
  if (!isVoice(voice)) throw new Error(`There is no voice "${voice}"; the house knows ${voices.join(', ')}.`);
  const said = say ?? defaultSentence;
  const engine = await openTextToSpeech(options);
  return { recording: await engine.synthesize(isBare ? said : spokenRequest(said), voice), said };
}

const isVoice = (name: string): name is Voice => voices.some((voice) => voice === name);
