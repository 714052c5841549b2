import { asList, asObject, asObjects } from '../otlp/values.ts';
import { voiceSeriesSelector } from '../voice-metrics.ts';
import { askJson, type Backend } from './http.ts';
import type { TimeRange } from './time-range.ts';

/** Series of the voice metrics around the turn, and how many exemplars of them carry its trace id. */
export async function turnMetrics(
  prometheus: Backend,
  traceId: string,
  range: TimeRange,
): Promise<{ readonly series: number; readonly exemplars: number }> {
  const time = { start: seconds(range.startNs), end: seconds(range.endNs) };
  const [series, exemplars] = await Promise.all([
    askJson(prometheus, '/api/v1/series', { 'match[]': voiceSeriesSelector, ...time }),
    askJson(prometheus, '/api/v1/query_exemplars', { query: voiceSeriesSelector, ...time }),
  ]);
  const ofTrace = asObjects(asObject(exemplars)['data'])
    .flatMap((entry) => asObjects(entry['exemplars']))
    .filter(({ labels }) => asObject(labels)['trace_id'] === traceId);
  return { series: asList(asObject(series)['data']).length, exemplars: ofTrace.length };
}

const seconds = (nanos: bigint): string => `${Number(nanos / 1_000_000n) / 1000}`;
