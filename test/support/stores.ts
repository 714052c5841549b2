/** Everything that the stack keeps of a household: what its backends and pages answer, and the bytes on the disk. */
import { services } from '@mordomo/semconv';
import { spoolDirOf, type Endpoints } from '@mordomo/stack';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jaegerSpans, lokiQuery, prometheusQuery } from './backends.ts';

interface Answer {
  readonly where: 'Jaeger' | 'Loki' | 'Prometheus' | 'turn page';
  readonly of: string;
  readonly text: string;
}

/** What is answered about turns, one question after the other. */
export async function* answersAbout(traceIds: readonly string[], endpoints: Endpoints): AsyncGenerator<Answer> {
  for (const of of traceIds) {
    yield { where: 'Jaeger', of, text: JSON.stringify(await jaegerSpans(endpoints, of)) };
    const page = await fetch(`${endpoints.turns}/turn/${of}`);
    yield { where: 'turn page', of, text: await page.text() };
  }
  for (const of of services)
    yield { where: 'Loki', of, text: JSON.stringify(await lokiQuery(endpoints, `{container="${of}"}`)) };
  const series = await prometheusQuery(endpoints, '{__name__=~".+"}');
  yield { where: 'Prometheus', of: 'all series', text: JSON.stringify(series.map(({ metric }) => metric)) };
}

const kept = ['logs', 'jaeger', 'loki', 'prometheus', 'collector'];

/** `file: word` for each of the words that is in a file, in whatever case. */
export function wordsOnDisk(words: readonly string[], dataDir: string): readonly string[] {
  const list = join(dataDir, 'words');
  writeFileSync(list, words.join('\n'));
  // Lines end at a zero byte (`z`), since stores reserve files full of them. A file may go away meanwhile (`s`).
  const folders = [spoolDirOf(dataDir), ...kept.map((part) => join(dataDir, part))];
  const { stdout, error } = spawnSync('grep', ['-rzsaoiF', '-f', list, ...folders], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  return [...new Set(stdout.split('\0').filter((line) => line !== ''))];
}
