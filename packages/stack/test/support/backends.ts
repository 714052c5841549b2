/** Questions to the three backends, in the words of the tests. */
import type { Endpoints } from '../../src/index.ts';

interface JaegerSpan {
  name: string;
  spanId: string;
}

/** Names of a trace's spans, as Jaeger's stable API tells them; empty as long as it does not know the trace. */
export async function spanNames({ jaeger }: Endpoints, trace: string): Promise<string[]> {
  const response = await fetch(`${jaeger}/api/v3/traces/${trace}`);
  if (!response.ok) return [];
  const answer = (await response.json()) as {
    result?: { resourceSpans?: { scopeSpans: { spans: JaegerSpan[] }[] }[] };
  };
  return (answer.result?.resourceSpans ?? []).flatMap((one) =>
    one.scopeSpans.flatMap(({ spans }) => spans.map(({ name }) => name)),
  );
}

export interface LokiStream {
  stream: Record<string, string>;
  values: [string, string][];
}

export async function lokiStreams({ loki }: Endpoints, selector: string): Promise<LokiStream[]> {
  const url = `${loki}/loki/api/v1/query_range?${new URLSearchParams({ query: selector, since: '1h', limit: '1000' }).toString()}`;
  const answer = (await (await fetch(url)).json()) as { data: { result: LokiStream[] } };
  return answer.data.result;
}

/** The index labels of the streams that match, without structured metadata. */
export async function lokiLabels({ loki }: Endpoints, match: string): Promise<Record<string, string>[]> {
  const answer = (await (
    await fetch(`${loki}/loki/api/v1/series?${new URLSearchParams({ match, since: '1h' }).toString()}`)
  ).json()) as {
    data: Record<string, string>[];
  };
  return answer.data;
}

export interface Sample {
  metric: Record<string, string>;
  value: [number, string];
}

export async function query({ prometheus }: Endpoints, expression: string): Promise<Sample[]> {
  const answer = (await (
    await fetch(`${prometheus}/api/v1/query?${new URLSearchParams({ query: expression }).toString()}`)
  ).json()) as {
    data: { result: Sample[] };
  };
  return answer.data.result;
}

/** Trace ids of the exemplars of a series in the last hour. */
export async function exemplarTraces({ prometheus }: Endpoints, selector: string): Promise<string[]> {
  const now = Date.now() / 1000;
  const range = new URLSearchParams({ query: selector, start: String(now - 3600), end: String(now + 60) });
  const answer = (await (await fetch(`${prometheus}/api/v1/query_exemplars?${range.toString()}`)).json()) as {
    data: { exemplars: { labels: Record<string, string> }[] }[];
  };
  return answer.data.flatMap(({ exemplars }) => exemplars.map(({ labels }) => labels['trace_id'] ?? ''));
}
