import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { grammarWords } from './grammar.ts';

/** How "mordomo" sounds in English, which is also how flite says it. Keyphrase spotting uses one pronunciation only. */
export const wakeWordDictionary = 'mordomo M AO R D OW M OW\n';

/** The pronunciations of the grammar's words alone: the full dictionary has 130,000 and would load for seconds. */
export async function commandDictionary(modelFolder: string): Promise<string> {
  const words = new Set(grammarWords());
  const full = await readFile(join(modelFolder, 'cmudict-en-us.dict'), 'utf8');
  const wanted = full.split('\n').filter((line) => words.has(/^[^ (]+/.exec(line)?.[0] ?? ''));
  return `${wanted.join('\n')}\n${wakeWordDictionary}`;
}
