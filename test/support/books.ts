/** The books of the telemetry: what the services produced, by their own counting, and where it is now. */
import { metrics, prometheusName } from '@mordomo/semconv';
import { spoolDirOf, type Endpoints, type HouseService } from '@mordomo/stack';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jaegerSpans, lokiQuery } from './backends.ts';

export interface Books {
  /** Items that reached a spool, by signal. */
  readonly produced: Readonly<Record<string, number>>;
  readonly dropped: number;
}

type Series = readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];

/** The series of one metric on a service's own page. */
export async function ownSeries({ metrics: address }: HouseService, name: string): Promise<Series> {
  const text = await (await fetch(`http://${address}/metrics`)).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .map((line) => ({
      labels: Object.fromEntries(
        [...line.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
      ),
      value: Number(
        line
          .slice(line.lastIndexOf('}') + 1)
          .trim()
          .split(' ')[0],
      ),
    }));
}

/** What all services together say that they produced. */
export async function readBooks(services: readonly HouseService[]): Promise<Books> {
  const series = (
    await Promise.all(services.map((each) => ownSeries(each, prometheusName(metrics.telemetryItems))))
  ).flat();
  const produced: Record<string, number> = {};
  for (const { labels, value } of series) {
    if (labels['fate'] === 'spooled')
      produced[labels['signal'] ?? ''] = (produced[labels['signal'] ?? ''] ?? 0) + value;
  }
  const dropped = series
    .filter(({ labels }) => labels['fate'] === 'dropped')
    .reduce((sum, { value }) => sum + value, 0);
  return { produced, dropped };
}

/** Items that still lie in the spools, by signal. */
export function spooledItems(dataDir: string, signals: readonly string[] = ['traces', 'metrics', 'logs']): number {
  const spool = spoolDirOf(dataDir);
  return globSync('*/*.jsonl', { cwd: spool })
    .flatMap((file) => readFileSync(join(spool, file), 'utf8').split('\n').slice(0, -1))
    .map((line) => JSON.parse(line) as { signal: string; items: number })
    .filter(({ signal }) => signals.includes(signal))
    .reduce((sum, { items }) => sum + items, 0);
}

/** Spans of these traces in Jaeger, each counted once. */
export async function storedSpans(endpoints: Endpoints, traceIds: readonly string[]): Promise<number> {
  const counts = await Promise.all(
    traceIds.map(async (traceId) => new Set((await jaegerSpans(endpoints, traceId)).map(({ spanId }) => spanId)).size),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Lines in Loki. */
export async function storedLines(endpoints: Endpoints): Promise<number> {
  const streams = await lokiQuery(endpoints, '{container=~".+"}');
  return streams.reduce((sum, { values }) => sum + values.length, 0);
}
