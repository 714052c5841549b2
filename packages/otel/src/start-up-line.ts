/**
 * What is said at start: one line on what is traced and where it goes, and a sentence for each thing that is not as it
 * should be. Said once nothing is loaded any more, since the libraries come after the first line.
 */
import cluster from 'node:cluster';
import { createRequire } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import type { TelemetryStatus } from './api/telemetry.ts';
import type { Config } from './config.ts';
import { reasonOf, sayOnce } from './diagnostics.ts';

type Started = Exclude<TelemetryStatus, { state: 'off' }>;

/** Loading is over when nothing was loaded for so long. */
const quietMs = 200;
const mostLooks = 50;

/**
 * Says it in time; a process that ends before only says what is not as it should be. The threads and workers of a service
 * need not repeat it.
 */
export function announceStart(status: () => TelemetryStatus, config: Config): void {
  if (!isMainThread || cluster.isWorker) return;
  const onExit = (): void => harmlessly(() => sayAdvice(status()));
  process.once('exit', onExit);
  let loadedBefore = 0;
  let looks = 0;
  const timer = setInterval(() => {
    const loaded = Object.keys(createRequire(import.meta.url).cache).length;
    looks += 1;
    const isOver = loaded === loadedBefore || looks >= mostLooks;
    loadedBefore = loaded;
    if (!isOver) return;
    clearInterval(timer);
    process.off('exit', onExit);
    harmlessly(() => {
      const started = status();
      if (started.state !== 'off') sayOnce(startUpLine(started, config), 'info');
      sayAdvice(started);
    });
  }, quietMs).unref();
}

/** Nobody but Node calls from a timer or at the end: an error would end the service. */
function harmlessly(tell: () => void): void {
  try {
    tell();
  } catch (error) {
    sayOnce(`What is traced cannot be told: ${reasonOf(error)}.`);
  }
}

function sayAdvice(status: TelemetryStatus): void {
  if (status.state === 'off') return;
  for (const sentence of status.advice) sayOnce(sentence);
}

const signals = ['traces', 'metrics', 'logs'] as const;

type Exporters = Pick<Config, 'spoolMode' | (typeof signals)[number]>;

/** `house: traces and metrics go to http://localhost:4318, logs are not exported. Traced: http, express 5.3.0.` */
export function startUpLine(
  { service, destinations, spool, covered }: Pick<Started, 'service' | 'destinations' | 'spool' | 'covered'>,
  config: Exporters,
): string {
  const fateOf = (signal: (typeof signals)[number]): string => {
    const exporters: readonly string[] = config[signal];
    if (!exporters.includes('otlp')) return exporters.includes('console') ? 'go to the console' : 'are not exported';
    if (config.spoolMode === 'keep') return `stay in ${spool ?? 'memory'}`;
    return `go to ${destinations[signal]?.replace(`/v1/${signal}`, '')}`;
  };
  const fates = [...new Set(signals.map(fateOf))];
  const parts = fates.map((fate) => `${listed(signals.filter((signal) => fateOf(signal) === fate))} ${fate}`);
  return `${service}: ${parts.join(', ')}. Traced: ${covered.length === 0 ? 'nothing yet' : covered.join(', ')}.`;
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
