/** `npm run bench`: the three variants in interleaved rounds, so that what else the machine does hits all alike. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '../../../test/support/median.ts';
import { figures, measure, type Measurement } from './measure.ts';
import { openSink } from './sink.ts';
import { environmentFor, variants } from './variants.ts';

const rounds = Number(process.argv[2] ?? 7);

const sink = await openSink();
const spoolDir = mkdtempSync(join(tmpdir(), 'mordomo-bench-'));
const measured = new Map<string, Measurement[]>(variants.map(({ name }) => [name, []]));
try {
  for (let round = 1; round <= rounds; round += 1) {
    for (const variant of variants) {
      process.stderr.write(`round ${round} of ${rounds}: ${variant.name}\n`);
      measured.get(variant.name)?.push(await measure(variant, environmentFor(sink.address, spoolDir)));
    }
  }
} finally {
  sink.close();
  rmSync(spoolDir, { recursive: true, force: true });
}

const names = variants.map(({ name }) => name);
process.stdout.write(
  `Node ${process.version}, median of ${rounds} interleaved rounds; in brackets: times bare Node\n\n`,
);
process.stdout.write(`| | ${names.join(' | ')} |\n|---|${names.map(() => '---:|').join('')}\n`);
for (const [figure, title] of Object.entries(figures) as [keyof Measurement, string][]) {
  const values = names.map((name) => median((measured.get(name) ?? []).map((round) => round[figure])));
  const row = values.map((value, index) =>
    index === 0 ? value.toFixed(1) : `${value.toFixed(1)} (${(value / (values[0] ?? NaN)).toFixed(2)})`,
  );
  process.stdout.write(`| ${title} | ${row.join(' | ')} |\n`);
}
