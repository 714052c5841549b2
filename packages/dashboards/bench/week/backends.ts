/** Reads what the backends recorded, and gives it to others. */
import type { Endpoints } from '@mordomo/stack';
import { setTimeout as sleep } from 'node:timers/promises';
import { get } from '../../test/support/grafana.ts';
import type { RecordedLine } from './recording.ts';

/** The values of a metric at every step. */
export async function prometheusSeries(
  { prometheus }: Endpoints,
  metric: string,
  start: number,
  end: number,
  step: number,
): Promise<{ name: string; points: (readonly [number, number])[] }[]> {
  const query = `{__name__="${metric}"}`;
  const { result } = await get<{
    result: { metric: Record<string, string>; values: [number, string][] }[];
  }>(`${prometheus}/api/v1/query_range`, { query, start, end: end - step, step });
  return result.map(({ metric: { __name__: name = '', ...labels }, values }) => ({
    name: `${name}{${Object.entries(labels)
      .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
      .join(',')}}`,
    points: values.map(([seconds, value]) => [seconds, Number(value)] as const),
  }));
}

const mostLines = 5000;

/** All log lines, the oldest first. @throws Error if there are more than Loki gives at once */
export async function lokiLines({ loki }: Endpoints, start: number, end: number): Promise<RecordedLine[]> {
  const search = new URLSearchParams({
    query: '{container=~".+"}',
    start: `${start}000000000`,
    end: `${end}000000000`,
    limit: String(mostLines),
    direction: 'forward',
  });
  // Else labels and fields of a line come as one.
  const headers = { 'X-Loki-Response-Encoding-Flags': 'categorize-labels' };
  const response = await fetch(`${loki}/loki/api/v1/query_range?${search.toString()}`, { headers });
  if (!response.ok) throw new Error(`${loki} answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
  const { data } = (await response.json()) as {
    data: {
      result: {
        stream: Record<string, string>;
        values: [string, string, { structuredMetadata?: Record<string, string> }][];
      }[];
    };
  };
  const lines = data.result.flatMap(({ stream, values }) =>
    values.map(([time, text, { structuredMetadata: fields = {} }]) => ({
      labels: stream,
      fields,
      text,
      nanoseconds: BigInt(time) - BigInt(start) * 1_000_000_000n,
    })),
  );
  if (lines.length >= mostLines) throw new Error(`${loki} has more than ${mostLines} lines of these minutes.`);
  return lines.toSorted((a, b) => Number(a.nanoseconds - b.nanoseconds));
}

/** A trace as OTLP has it: nothing, or one entry for each service. */
export async function jaegerTrace({ jaeger }: Endpoints, id: string): Promise<object[]> {
  const response = await fetch(`${jaeger}/api/v3/traces/${id}`);
  if (!response.ok) return [];
  return ((await response.json()) as { result: { resourceSpans: object[] } }).result.resourceSpans;
}

/** Sends JSON. @throws Error with the answer if it is not taken, also not after a while */
export async function post(url: string, body: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    if (response.ok) return void (await response.arrayBuffer());
    const said = `${url} answered ${response.status}: ${(await response.text()).slice(0, 300)}`;
    if (response.status !== 429 || attempt === 30) throw new Error(said);
    await sleep(1000);
  }
}
