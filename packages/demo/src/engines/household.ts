/** The household's voices: learned once per data folder, kept as numbers from which no speech can be made again. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { voices, type SpeakerEngine, type SpeakerProfile, type TextToSpeechEngine } from './engine.ts';

const sentence = 'mordomo, please learn what my voice sounds like when i talk to you';

const profilesFile = (dataDir: string): string => join(dataDir, 'house', 'speakers.json');

/** Learns the voices unless they are known already. */
export async function enrollHousehold(
  dataDir: string,
  speaker: SpeakerEngine,
  speech: TextToSpeechEngine,
): Promise<void> {
  const file = profilesFile(dataDir);
  if (existsSync(file)) return;
  const profiles = await Promise.all(
    voices.map(async (voice) => speaker.enroll(voice, await speech.synthesize(sentence, voice))),
  );
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, JSON.stringify(profiles), { mode: 0o600 });
}

/** The voices that are known; none where nobody was enrolled. */
export async function householdProfiles(dataDir: string): Promise<readonly SpeakerProfile[]> {
  const file = profilesFile(dataDir);
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as SpeakerProfile[]) : [];
}
