/** The metrics of the week, as blocks that Prometheus finds when it starts. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isRestart, pieceNames, stepSeconds, type Occurrence, type PieceName } from './plan.ts';
import type { RecordedSeries, Recording } from './recording.ts';

/**
 * Of the older days every fourth sample is stored, as if services pushed once a minute: all of them would be 10 GB of OpenMetrics
 * more, and minutes of work for promtool. The newest hours, which boards show, have all.
 */
const thinnedTo = 4;
const wholeSeconds = 6 * 3600;

/** One of the lengths that Prometheus's own blocks have. */
const blockSeconds = 18 * 3600;

interface Steps {
  readonly begin: number;
  /** Of each step of the week: its piece, and the step within that. */
  readonly pieces: readonly PieceName[];
  readonly indexes: readonly number[];
}

function stepsOf(week: readonly Occurrence[], recordings: Readonly<Record<PieceName, Recording>>, end: number): Steps {
  const begin = week[0]?.start ?? end;
  const pieces: PieceName[] = [];
  const indexes: number[] = [];
  for (const { piece } of week)
    for (let index = 0; index < recordings[piece].seconds / stepSeconds; index += 1) {
      pieces.push(piece);
      indexes.push(index);
    }
  const count = (end - begin) / stepSeconds;
  return { begin, pieces: pieces.slice(0, count), indexes: indexes.slice(0, count) };
}

/** A series in all recordings; what a counter grew by before its first value is its first value if it was born then. */
interface Source {
  readonly text: string;
  readonly isCounter: boolean;
  readonly values: Readonly<Record<PieceName, Float64Array | undefined>>;
  total: number;
}

const growth = ({ values }: RecordedSeries): Float64Array =>
  values.map((value, index) => {
    const before = values[index - 1];
    if (before === undefined || Number.isNaN(value)) return 0;
    return Math.max(0, value - (Number.isNaN(before) ? 0 : before));
  });

function sourcesOf(recordings: Readonly<Record<PieceName, Recording>>): Source[] {
  const names = new Set(pieceNames.flatMap((piece) => [...recordings[piece].series.keys()]));
  return [...names].map((text) => {
    const found = pieceNames.map((piece) => [piece, recordings[piece].series.get(text)] as const);
    const isCounter = found.some(([, series]) => series?.isCounter === true);
    const values = Object.fromEntries(
      found.map(([piece, series]) => [piece, series && (isCounter ? growth(series) : series.values)]),
    ) as Source['values'];
    return { text, isCounter, values, total: 0 };
  });
}

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

/** Writes the samples of one block as OpenMetrics. @returns how many */
function writeSamples(file: string, sources: readonly Source[], steps: Steps, first: number, last: number): number {
  const descriptor = openSync(file, 'w');
  let samples = 0;
  for (const source of sources) {
    let text = '';
    for (let step = first; step < last; step += 1) {
      const seconds = steps.begin + step * stepSeconds;
      const value = source.values[steps.pieces[step] ?? 'quiet']?.[steps.indexes[step] ?? 0];
      if (source.isCounter) source.total = isRestart(seconds) ? 0 : source.total + (value ?? 0);
      else if (value === undefined || Number.isNaN(value)) continue;
      if (step % thinnedTo !== 0 && step < steps.pieces.length - wholeSeconds / stepSeconds) continue;
      text += `${source.text} ${rounded(source.isCounter ? source.total : (value ?? 0))} ${seconds}\n`;
      samples += 1;
    }
    writeSync(descriptor, text);
  }
  writeSync(descriptor, '# EOF\n');
  closeSync(descriptor);
  return samples;
}

export interface Written {
  readonly series: number;
  readonly samples: number;
}

/** @param folder of Prometheus's data @param scratch for files of some gigabytes */
export async function writeBlocks(
  { promtool, folder, scratch }: { readonly promtool: string; readonly folder: string; readonly scratch: string },
  week: readonly Occurrence[],
  recordings: Readonly<Record<PieceName, Recording>>,
  end: number,
): Promise<Written> {
  const steps = stepsOf(week, recordings, end);
  const sources = sourcesOf(recordings);
  let samples = 0;
  let importing: Promise<void> = Promise.resolve();
  for (let first = 0; first < steps.pieces.length;) {
    const begin = steps.begin + first * stepSeconds;
    const blockEnd = (Math.floor(begin / blockSeconds) + 1) * blockSeconds;
    const last = Math.min(steps.pieces.length, Math.round((blockEnd - steps.begin) / stepSeconds));
    const file = join(scratch, `${begin}.om`);
    samples += writeSamples(file, sources, steps, first, last);
    await importing;
    importing = imported(promtool, file, folder);
    first = last;
  }
  await importing;
  return { series: sources.length, samples };
}

async function imported(promtool: string, file: string, folder: string): Promise<void> {
  const args = ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', `--max-block-duration=${blockSeconds}s`];
  const child = spawn(promtool, [...args, file, folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  rmSync(file);
  if (code !== 0) throw new Error(`promtool ended with ${code}.`);
}
