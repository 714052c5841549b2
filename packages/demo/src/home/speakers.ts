import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SpeakerEngine, SpeakerProfile, TextToSpeechEngine, HouseholdVoice } from '../engines/engine.ts';

/** Who lives in the demo house, and the voice each speaks with. */
export const household: Readonly<Record<HouseholdVoice, string>> = {
  slt: 'ana',
  rms: 'rui',
  awb: 'tiago',
  kal16: 'jorge',
};

/** What everybody reads aloud once, so that the house knows the voice again. Rich in sounds, and no command. */
export const enrollmentSentence =
  'mordomo, this is how I sound at home when I ask you about the weather, the garden and a quick cup of tea';

interface SpeakerStore {
  readonly dataDir: string;
  /** Profiles of one engine mean nothing to another. */
  readonly engine: string;
}

/** Lets each member of the household speak once, unless their profiles are there already. */
export async function enrollHousehold(
  store: SpeakerStore,
  speech: TextToSpeechEngine,
  speaker: SpeakerEngine,
): Promise<void> {
  const known = new Set((await loadSpeakers(store)).map(({ name }) => name));
  const members = Object.entries(household) as [HouseholdVoice, string][];
  if (members.every(([, name]) => known.has(name))) return;
  const profiles: SpeakerProfile[] = [];
  for (const [voice, name] of members) {
    profiles.push(speaker.enroll(name, await speech.synthesize(enrollmentSentence, voice)));
  }
  await save(storeFile(store), profiles);
}

/** The profiles that are kept; none when there is no readable file of them. */
export async function loadSpeakers(store: SpeakerStore): Promise<readonly SpeakerProfile[]> {
  try {
    return JSON.parse(await readFile(storeFile(store), 'utf8')) as SpeakerProfile[];
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isAbsent || error instanceof SyntaxError) return [];
    throw error;
  }
}

/** Only the owner may read them: they describe people. */
async function save(path: string, profiles: readonly SpeakerProfile[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}`;
  await writeFile(temporary, JSON.stringify(profiles), { mode: 0o600 });
  await rename(temporary, path);
}

function storeFile({ dataDir, engine }: SpeakerStore): string {
  return join(dataDir, 'house', `speakers-${engine}.json`);
}
