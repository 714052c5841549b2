/** `/metrics`: what the next push would tell, as text for Prometheus, in the format that it asks for. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import type { MetricReader, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { Config } from '../config.ts';
import { reasonOf } from '../diagnostics.ts';
import { openMetrics } from './open-metrics.ts';
import { inPrometheusWords } from './prometheus-names.ts';
import type { Recording } from './recording.ts';

/** Answers one scrape. */
export type Scrape = (request: IncomingMessage, response: ServerResponse) => void;

const openMetricsType = 'application/openmetrics-text';
const classic = new PrometheusSerializer();

/**
 * What scrapes read: the reader that pushes, since a second one would aggregate every value twice. Only where nothing is
 * pushed, or something else than Prometheus takes, the stock exporter reads for them.
 */
export function scrapeReaders(pushed: readonly MetricReader[], config: Config): readonly MetricReader[] {
  if (!config.metrics.includes('prometheus')) return [];
  const shared = config.temporality === 'cumulative' ? pushed : [];
  return shared.length > 0 ? shared : [new PrometheusExporter({ preventServerStart: true })];
}

/** How scrapes are answered. A connection that the scraper keeps open would delay the process's end. */
export function createScrape(reader: MetricReader, recording: Recording): Scrape {
  return (request, response) => {
    response.setHeader('connection', 'close');
    void answer(reader, recording, request.headers.accept).then(
      ({ type, text }) => response.setHeader('content-type', `${type}; charset=utf-8`).end(text),
      (error: unknown) => response.writeHead(500).end(`The metrics cannot be read: ${reasonOf(error)}.\n`),
    );
  };
}

async function answer(reader: MetricReader, recording: Recording, accept: string | undefined) {
  const { resourceMetrics } = await reader.collect();
  return wantsOpenMetrics(accept)
    ? { type: `${openMetricsType}; version=1.0.0`, text: openMetrics(resourceMetrics, recording) }
    : { type: 'text/plain; version=0.0.4', text: classic.serialize(inWords(resourceMetrics)) };
}

const inWords = (collected: ResourceMetrics): ResourceMetrics => ({
  ...collected,
  scopeMetrics: collected.scopeMetrics.map((scope) => ({ ...scope, metrics: scope.metrics.map(inPrometheusWords) })),
});

/** Whether OpenMetrics is, of the formats that can be had here, what an `Accept` header prefers. */
export function wantsOpenMetrics(accept = ''): boolean {
  const [best] = accept
    .split(',')
    .map(rangeOf)
    .filter(({ type, version, quality }) => {
      if (quality === 0) return false;
      return type === openMetricsType ? version === '' || version === '1.0.0' : /^(text|\*)\/(plain|\*)$/.test(type);
    })
    .sort((left, right) => right.quality - left.quality);
  return best?.type === openMetricsType;
}

function rangeOf(range: string): { type: string; version: string; quality: number } {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const { version = '', q = '1' } = Object.fromEntries(parameters.map((part) => part.split('=', 2))) as Partial<
    Record<'version' | 'q', string>
  >;
  return { type, version, quality: Number(q) || 0 };
}
